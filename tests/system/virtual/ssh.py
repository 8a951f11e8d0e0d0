"""An installer's way into a terminal: SSH, with a key of his own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kiosk.chain.places import free_port
from tests.system.virtual.qemu import Machine


def new_key(folder: Path) -> str:
    """What he puts on the setup partition as `authorized_keys`; `ssh` finds its other half in that folder."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "id"], check=True)
    return (folder / "id.pub").read_text(encoding="ascii")


def opened(machine: Machine) -> int:
    """A port of this computer that leads to the machine's."""
    port = free_port()
    machine.command("human-monitor-command", **{"command-line": f"hostfwd_add net tcp:127.0.0.1:{port}-:22"})
    return port


def ssh(folder: Path, port: int, user: str, what: str, *words: str) -> str:
    """What a command says that runs in the machine, as an installer sees it. Raises where he is not let in."""
    options = ("BatchMode=yes", "StrictHostKeyChecking=no", f"UserKnownHostsFile={folder}/known", "ConnectTimeout=60")
    said = subprocess.run(
        ["ssh", "-F", "none", "-i", folder / "id", "-p", str(port), *(f"-o{option}" for option in options), *words,
         f"{user}@127.0.0.1", what],
        check=True, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return said.stdout
