"""A card in a machine of another kind, where it comes up in a fraction of an emulated one's time: Linux as a program,
in its user mode, with the image's own root. The same checks of the file system, units and counter; but no firmware,
loader, scanner, printer and pins, and the compositor draws for nobody.

Wanted for the many cards of `powercuts`: each is to come up by itself.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from pathlib import Path

from tests.system.virtual.qemu import IMAGE, dropin, place
from tests.system.virtual.wires import SLOW

LINUX = Path("/usr/bin/linux.uml")
MODULES = Path("/usr/lib/uml/modules")
STANDS = b"Started kiosk.service"
UNSEEN = "[Service]\nEnvironment=WLR_BACKENDS=headless\n"
_unpacking = threading.Lock()


def available() -> bool:
    """Whether Debian's package user-mode-linux is there."""
    return LINUX.exists()


def comes_up_here(card: Path, folder: Path, seconds: float = 120.0) -> float:
    """Until the counter's first screen stands; after how many seconds. The power goes then. Raises TimeoutError."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [
        str(LINUX), "mem=1024M", f"ubda={card.absolute()}",
        "root=/dev/root", "rootfstype=hostfs", f"rootflags={_root().absolute()}", "ro",
        "con=null", "con0=null,fd:1", "console=tty0", "systemd.show_status=1", "TERM=dumb",
        "systemd.volatile=state", "rauc.slot=A", "net.ifnames=0", "systemd.watchdog_sec=0",
        dropin("unseen", UNSEEN),
    ]  # fmt: skip
    began = time.monotonic()
    console = folder / "console.log"
    with console.open("wb") as log:
        machine = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        while STANDS not in console.read_bytes():
            if machine.poll() is not None or time.monotonic() - began > seconds * SLOW:
                raise TimeoutError(f"the counter does not stand: {console}")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        _pull_the_plug(machine)


def _pull_the_plug(machine: subprocess.Popen[bytes]) -> None:
    """Of all its processes, which have traced each other; one that was born meanwhile would keep the card."""
    for _ in range(50):
        left = subprocess.run(["pkill", "-KILL", "-s", str(machine.pid)], check=False)
        machine.poll()
        if left.returncode:  # none
            break
        time.sleep(0.2)
    machine.wait()


def _root() -> Path:
    """The image's root, unpacked, with the modules of this kernel; made once for each image."""
    root = place() / "usermode"
    with _unpacking:  # several cards come up at a time
        if not root.exists():
            new = root.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            subprocess.run(["unsquashfs", "-quiet", "-no-progress", "-d", new, IMAGE.with_suffix(".root")], check=True)
            for modules in MODULES.iterdir():
                subprocess.run(["cp", "-r", modules, new / "usr/lib/modules"], check=True)
                subprocess.run(["chroot", new, "depmod", modules.name], check=True)
            new.rename(root)
    return root
