"""Updates for the virtual terminal, made of its own image's root and signed with the key that it trusts: a good one,
and ones that are not fit to sell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.system.virtual.qemu import IMAGE, place

PROGRAM = "opt/kiosk/lib/python3.13/site-packages/kiosk"
MACHINE = "zhanggui-virtual-amd64"
BEGINNING = re.compile(r"(def open_app\(.*\n    \"\"\"(?:.|\n)*?\"\"\"\n)")

Change = Callable[[Path], None]


def good(version: str) -> Path:
    """The same program under a later number."""
    return _made(version, "good", lambda _root: None)


def that_falls_over(version: str) -> Path:
    """Its counter ends as soon as it begins."""
    return _made(version, "falls-over", lambda root: _begins_with(root, "    raise SystemExit(7)\n"))


def that_hangs(version: str) -> Path:
    """Its screen comes up and then stands still, again and again."""
    hang = "    import os, signal, threading\n    threading.Timer(15, os.kill, (os.getpid(), signal.SIGSTOP)).start()\n"
    return _made(version, "hangs", lambda root: _begins_with(root, hang))


def that_sees_no_scanner(version: str) -> Path:
    """It sells, but the scanner that answered before does not."""

    def blind(root: Path) -> None:
        _rewritten(
            root / PROGRAM / "hw/scanner_find.py", lambda text: text + "\n\ndef choose(*_a, **_k):\n    return {}\n"
        )

    return _made(version, "blind", blind)


def that_does_not_start(version: str) -> Path:
    """The kernel finds nothing to begin with."""
    return _made(version, "dead", lambda root: (root / "usr/lib/systemd/systemd").unlink())


def on_stick(bundle: Path, stick: Path, others: dict[str, bytes] | None = None) -> Path:
    """A memory stick with this file on it, and other ones."""
    size_mb = bundle.stat().st_size // 1_000_000 + 64
    stick.unlink(missing_ok=True)
    subprocess.run(["truncate", "-s", f"{size_mb}M", stick], check=True)
    subprocess.run(["mkfs.vfat", "-F", "32", "-n", "STICK", stick], check=True, capture_output=True)
    subprocess.run(["mcopy", "-i", stick, bundle, f"::{bundle.name}"], check=True)
    for name, content in (others or {}).items():
        subprocess.run(["mcopy", "-i", stick, "-", f"::{name}"], input=content, check=True)
    return stick


def _begins_with(root: Path, line: str) -> None:
    def insert(text: str) -> str:
        changed, times = BEGINNING.subn(lambda found: found.group() + line, text)
        assert times == 1
        return changed

    _rewritten(root / PROGRAM / "app.py", insert)


def _rewritten(path: Path, change: Callable[[str], str]) -> None:
    """Another text, and nothing compiled of the one before."""
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def _made(version: str, name: str, change: Change) -> Path:
    folder = place() / "bundles"
    made = folder / f"{name}-{version}.raucb"
    if made.exists():
        return made
    folder.mkdir(exist_ok=True)
    root, inside, built = folder / "root", folder / "inside", IMAGE.parent
    for old in (root, inside):
        shutil.rmtree(old, ignore_errors=True)
    subprocess.run(["cp", "-a", built / "root", root], check=True)
    _rewritten(root / PROGRAM / "__init__.py", lambda text: re.sub(r'(__version__ = ")[^"]*', rf"\g<1>{version}", text))
    change(root)
    inside.mkdir()
    pack = ["-comp", "zstd", "-Xcompression-level", "1", "-b", "256K", "-noappend", "-quiet", "-no-progress"]
    subprocess.run(["mksquashfs", root, inside / "root.img", *pack], check=True, capture_output=True)
    shutil.copy(built / "bundle/boot.vfat", inside)
    (inside / "manifest.raucm").write_text(
        f"[update]\ncompatible={MACHINE}\nversion={version}\n\n[bundle]\nformat=verity\n\n"
        "[image.rootfs]\nfilename=root.img\n\n[image.boot]\nfilename=boot.vfat\n"
    )
    keys = built / "keys"
    signed = [f"--cert={keys / 'update.cert.pem'}", f"--key={keys / 'update.key.pem'}"]
    subprocess.run(["rauc", *signed, "bundle", inside, made], check=True, capture_output=True)
    shutil.rmtree(root)
    shutil.rmtree(inside)
    return made
