"""Machines on one machine: network namespaces, and lines between them that lose, delay and break off.

Where the kernel has netem, a line is a pair of veth with it; where it has not, packets go through a relay of our own
between two tunnel devices, which does the same to each of them. Needs root and iproute2.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import queue
import random
import shutil
import struct
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


def may_make_networks() -> bool:
    """Whether this is root, with iproute2, on a kernel with namespaces."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        return False
    name = f"zg-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        ip("netns", "del", name)
    return made


def has_netem() -> bool:
    """Whether the kernel can lose and delay packets by itself."""
    if not shutil.which("tc"):
        return False
    with Machine("netem-try") as machine:
        command = [*machine.inside, "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


class Machine:
    """A namespace. inside: what to put before a command to run it there."""

    def __init__(self, name: str) -> None:
        self.name = f"zg-{name}-{os.getpid()}"
        self.inside = ("ip", "netns", "exec", self.name)
        ip("netns", "add", self.name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *words: str, check: bool = True) -> None:
        ip("-n", self.name, *words, check=check)

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        ip("netns", "del", self.name, check=False)


class Line(Protocol):
    """Between two machines; `far` has the address that ends with 1, `near` the one with 2."""

    def weather(self, loss: float, delay_ms: int) -> None:
        """Lose this part of all packets, and delay each on its way there and on its way back."""

    def close(self) -> None:
        """Take it away."""


def line(near: Machine, far: Machine, net: str, *, netem: bool) -> Line:
    """A line in the network `net`, such as 10.77.1; its device is `zg0` in `near`."""
    made: Line = Veth(near, far, net) if netem else Relay(near, far, net)
    return made


def _configure(machine: Machine, device: str, address: str) -> None:
    machine.ip("addr", "add", f"{address}/24", "dev", device)
    machine.ip("link", "set", device, "up")


class Veth:
    """The kernel's own."""

    def __init__(self, near: Machine, far: Machine, net: str) -> None:
        self._near = near
        self._ends = ((near, "zg0"), (far, f"zg{net.rpartition('.')[2]}"))
        ip(
            "link",
            "add",
            "zg0",
            "netns",
            near.name,
            "type",
            "veth",
            "peer",
            "name",
            self._ends[1][1],
            "netns",
            far.name,
        )
        for (machine, device), last in zip(self._ends, (2, 1), strict=True):
            _configure(machine, device, f"{net}.{last}")

    def weather(self, loss: float, delay_ms: int) -> None:
        for machine, device in self._ends:
            how = ("netem", "loss", f"{loss * 100}%", "delay", f"{delay_ms}ms")
            subprocess.run([*machine.inside, "tc", "qdisc", "replace", "dev", device, "root", *how], check=True)

    def close(self) -> None:
        self._near.ip("link", "del", "zg0", check=False)


class Relay:
    """Tunnel devices in both namespaces, and threads here that carry each packet from one to the other."""

    def __init__(self, near: Machine, far: Machine, net: str) -> None:
        self._loss, self._delay_s = 0.0, 0.0
        self._chance = random.Random(net)
        self._ends: list[int] = []
        far_device = f"zg{net.rpartition('.')[2]}"
        for machine, device, last in ((near, "zg0", 2), (far, far_device, 1)):
            self._ends.append(_tunnel(machine, device))
            _configure(machine, device, f"{net}.{last}")
        one, other = self._ends
        for source, target in ((one, other), (other, one)):
            way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
            threading.Thread(target=self._read, args=(source, way), daemon=True).start()
            threading.Thread(target=self._write, args=(target, way), daemon=True).start()

    def weather(self, loss: float, delay_ms: int) -> None:
        self._loss, self._delay_s = loss, delay_ms / 1000

    def close(self) -> None:
        self._loss = 1.0
        for end in self._ends:
            with suppress(OSError):
                os.close(end)

    def _read(self, source: int, way: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        while True:
            try:
                packet = os.read(source, 65_536)
            except OSError:  # the device is down for now, or gone for good
                if self._loss >= 1:
                    return
                time.sleep(0.05)
                continue
            if self._chance.random() >= self._loss:
                way.put((time.monotonic() + self._delay_s, packet))

    def _write(self, target: int, way: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        while self._loss < 1:
            due, packet = way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            with suppress(OSError):
                os.write(target, packet)


def _tunnel(machine: Machine, device: str) -> int:
    """A tunnel device in the machine's namespace; its file, read and written here."""
    made: list[int | OSError] = []

    def make() -> None:
        # A thread may enter a namespace alone; the file stays bound to it
        with Path(f"/run/netns/{machine.name}").open("rb") as namespace:
            if _LIBC.setns(namespace.fileno(), CLONE_NEWNET):
                made.append(OSError(ctypes.get_errno(), "setns"))
                return
        try:
            end = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
            made.append(end)
        except OSError as problem:
            made.append(problem)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    return made[0]
