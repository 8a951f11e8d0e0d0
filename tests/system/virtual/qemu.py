"""A whole virtual terminal, touched from outside only: keys of a USB scanner, a finger, what the screen shows, what the
printer and the pins give. Processor emulation, so slow: a start takes most of a minute.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from tests.system.virtual.wires import SLOW, Port, Shell

IMAGE = Path(os.environ.get("KIOSK_IMAGE", "build/image/zhanggui-virtual-amd64.img"))
PAUSE_S = 0.04
"""Between keys: QEMU's keyboard holds sixteen strokes, and an emulated machine under load fetches them late."""
ACCEL = "tcg,thread=multi,tb-size=512"
STILL_S = 2.0
EMPTY = 6_000
"""A picture of fewer bytes shows nothing yet."""

BAR, CLOCK = 0.09, 0.92
"""The height of the bar, and where its clock begins: it goes on by itself."""

_ARM = ("qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-device", "virtio-gpu-pci,xres=800,yres=480")
BOARDS = {
    "virtual-amd64": (
        "qemu-system-x86_64", "-cpu", "Nehalem", "-vga", "none", "-device", "virtio-vga,xres=800,yres=480",
    ),
    "virtual-arm64": (*_ARM, "-bios", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd"),
    "rpi-arm64": _ARM,  # whoever makes it plays the loader
}  # fmt: skip
"""QEMU's program for an image, and what differs between them: processor, firmware, screen."""

SYMBOLS = {"-": "minus", ".": "dot", "/": "slash", " ": "spc", "\n": "ret", ":": "shift-semicolon", "+": "shift-equal",
           "*": "shift-8"}  # fmt: skip


def place() -> Path:
    """Where machines of this image are kept, so that another run need not make them again."""
    made = IMAGE.stat()
    mark = hashlib.sha256(f"{made.st_size} {made.st_mtime_ns}".encode()).hexdigest()[:12]
    folder = Path(os.environ.get("KIOSK_MACHINES", "build/machines")) / mark
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def dropin(name: str, settings: str) -> str:
    """A word of the kernel's command line by which systemd takes more settings for the counter's unit: credentials,
    systemd.system-credentials(7). The card stays as it is."""
    said = base64.b64encode(settings.encode()).decode()
    return f"systemd.set_credential_binary=systemd.unit-dropin.kiosk.service~{name}:{said}"


def waking(memory: Path) -> tuple[str, ...]:
    """QEMU's words for a machine that goes on from kept memory."""
    return ("-incoming", f"exec:cat {memory.absolute()}")


class Machine:
    """A machine on a disk of its own. disk: a QEMU drive, by default what is written is forgotten at the end.

    image: its name says what kind of machine it is for.
    """

    def __init__(
        self,
        folder: Path,
        disk: str = "",
        *,
        extra: tuple[str, ...] = (),
        memory: int = 1024,
        image: Path = IMAGE,
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("qmp", "printer", "pins", "shell"):
            (folder / name).unlink(missing_ok=True)
        ports = [
            part
            for name in ("printer", "pins", "shell")
            for part in (
                "-chardev", f"socket,id={name},path={folder / name},server=on,wait=off",
                "-device", f"virtserialport,chardev={name},name={name}",
            )
        ]  # fmt: skip
        board = next((name for name in BOARDS if name in image.name), "virtual-amd64")
        self._command = [
            *BOARDS[board], "-accel", ACCEL, "-smp", "2",
            "-m", str(memory), "-display", "none",
            "-no-user-config", "-nodefaults", "-rtc", "base=utc", "-serial", f"file:{folder / 'serial.log'}",
            "-drive", disk or f"if=none,id=disk,file={image},format=raw,snapshot=on",
            "-device", "virtio-blk-pci,drive=disk",
            "-device", "qemu-xhci,id=usb", "-device", "usb-kbd,id=scanner,bus=usb.0,port=1",
            "-device", "usb-tablet,id=touch,bus=usb.0,port=2",
            "-device", "virtio-serial-pci", *ports, "-device", "virtio-rng-pci",
            "-nic", "user,id=net,model=virtio-net-pci",
            "-qmp", f"unix:{folder / 'qmp'},server=on,wait=off", *extra,
        ]  # fmt: skip
        self.began = time.monotonic()
        with (folder / "qemu.log").open("wb") as log:
            self._process = subprocess.Popen(self._command, stderr=log)
        self._qmp = self._connect("qmp")
        self._answers = self._qmp.makefile("r")
        self._answers.readline()
        self.command("qmp_capabilities")
        self.printer, self.pins = (Port(folder / name) for name in ("printer", "pins"))
        self._shell = Shell(folder / "shell")

    def _connect(self, name: str) -> socket.socket:
        until = time.monotonic() + 20
        while True:
            found = socket.socket(socket.AF_UNIX)
            try:
                found.connect(str(self.folder / name))
            except OSError:
                found.close()
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return found

    @property
    def age(self) -> float:
        """Seconds since it was switched on."""
        return time.monotonic() - self.began

    def command(self, name: str, /, **arguments: Any) -> Any:
        """Of QEMU's machine protocol."""
        self._qmp.sendall(json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self._answers.readline())
            if "error" in answer:
                raise RuntimeError(answer["error"]["desc"])
            if "return" in answer:
                return answer["return"]

    # --- plugs

    def plug(self, driver: str, name: str, **properties: str) -> None:
        """A device into a socket of the machine: QEMU's name for its kind, and ours for this one."""
        self.command("device_add", driver=driver, id=name, **properties)

    def unplug(self, name: str) -> None:
        """Out of its socket."""
        self.command("device_del", id=name)

    def plug_stick(self, disk: Path, name: str = "stick") -> None:
        """A memory stick that is this file. It is read, and written to, in place."""
        file = {"driver": "file", "filename": str(disk.absolute())}
        self.command("blockdev-add", driver="raw", **{"node-name": name, "file": file})
        self.plug("usb-storage", f"{name}-usb", drive=name, bus="usb.0", port="4")

    def unplug_stick(self, name: str = "stick") -> None:
        """Pulled out, in the middle of whatever it is."""
        self.unplug(f"{name}-usb")
        end = time.monotonic() + 30 * SLOW
        while True:
            try:
                self.command("blockdev-del", **{"node-name": name})
            except RuntimeError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
            else:
                return

    # --- hands

    def scan(self, code: str) -> None:
        """As a scanner types it, with Enter."""
        for character in code + "\n":
            keys = SYMBOLS.get(character) or (f"shift-{character.lower()}" if character.isupper() else character)
            self.press(*keys.split("-"))

    def press(self, *keys: str, hold_ms: int = 10) -> None:
        """Keys at once, by QEMU's names."""
        self.command("send-key", keys=[{"type": "qcode", "data": key} for key in keys], **{"hold-time": hold_ms})
        time.sleep((hold_ms / 1000 + PAUSE_S) * SLOW)

    def touch(self, x: float, y: float) -> None:
        """A finger there, of the whole 0 … 1, and up again.

        It hardly ever comes down at quite the same place: the kernel keeps that to itself, and a counter that began
        meanwhile would not know of it. To go there by a place beside is not enough: QEMU makes one way of both.
        """
        where = [
            {"type": "abs", "data": {"axis": axis, "value": round(of * 0x7FBF) + random.randrange(64)}}
            for axis, of in (("x", x), ("y", y))
        ]
        self.command("input-send-event", events=where)
        for down in (True, False):
            time.sleep(0.1)
            self.command("input-send-event", events=[{"type": "btn", "data": {"down": down, "button": "left"}}])

    def look(self, name: str) -> Path:
        """A picture of the screen, as PNG."""
        path = (self.folder / f"{name}.png").absolute()
        self.command("screendump", filename=str(path), format="png")
        return path

    def waits_until_still(self, seconds: float = 90.0, *, other_than: bytes = b"") -> bytes:
        """Until the screen has shown the same for some seconds, and it is something; the picture.

        other_than: a picture that it has to have gone on from.
        """
        end, before, since = time.monotonic() + seconds * SLOW, b"", time.monotonic()
        while time.monotonic() < end:
            now, size = self._seen()
            if now != before or size < EMPTY or now == other_than:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > STILL_S * SLOW:
                return now
            time.sleep(0.3)
        raise TimeoutError("the screen does not come to rest")

    def _seen(self) -> tuple[bytes, int]:
        """What the screen shows but for its clock, and how large a picture of it is as PNG."""
        path = self.look("now")
        with Image.open(path) as file:
            picture = file.convert("RGB")
        width, height = picture.size
        picture.paste((0, 0, 0), (int(CLOCK * width), 0, width, int(BAR * height)))
        return picture.tobytes(), path.stat().st_size

    def goes_on(self, act: Callable[[], None], seconds: float = 90.0) -> bytes:
        """Do something that the screen answers with another picture; that picture."""
        before = self.waits_until_still()
        act()
        return self.waits_until_still(seconds, other_than=before)

    # --- its memory

    def freeze(self, memory: Path) -> None:
        """Stop it, and keep all it has in mind in a file; its disk stays as it is. It can be closed then."""
        self.command("stop")
        self.command("migrate", uri=f"exec:cat > {memory.absolute()}")
        while (state := self.command("query-migrate")["status"]) != "completed":
            if state == "failed":
                raise RuntimeError("its memory can't be kept")
            time.sleep(0.2)

    def wake(self) -> None:
        """Go on from the memory that it was made with (`waking`)."""
        while self.command("query-status")["status"] == "inmigrate":
            time.sleep(0.05)
        self.command("cont")

    # --- inside, for what can't be seen from outside: times, faults

    def run(self, what: str, seconds: float = 60.0) -> str:
        """A shell command as root; what it wrote. Raises RuntimeError with what it wrote as errors if it failed."""
        return self._shell.run(what, seconds)

    def until(self, what: str, seconds: float) -> str:
        """Again and again, until it succeeds."""
        end = time.monotonic() + seconds * SLOW
        while True:
            try:
                # Asked anew now and then: a machine that goes down meanwhile never answers
                return self.run(what, min(60.0, max(1.0, end - time.monotonic())))
            except (RuntimeError, TimeoutError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def ends(self, seconds: float) -> None:
        """Until it has switched itself off."""
        self._process.wait(seconds * SLOW)

    def kill(self) -> None:
        """The power is gone. What its ports gave is still there to be read."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Its plug is pulled, if it is on."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for port in (self.printer, self.pins, self._shell):
            port.close()
        self._answers.close()
        self._qmp.close()
