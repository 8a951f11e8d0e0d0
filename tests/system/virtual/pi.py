"""A Pi's own loader, played for a plain ARM machine: it reads `autoboot.txt`, takes kernel, initramfs and command line
from the partition that is named there, and tells the kernel which one it was.

As Raspberry Pi's documentation has it ("autoboot.txt", "tryboot", and the device tree's /chosen/bootloader).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.system.virtual.card import table
from tests.system.virtual.qemu import dropin

BOOT_FILES = ("kernel8.img", "initramfs8", "cmdline.txt")
PATIENT = "[Service]\nWatchdogSec=160\nTimeoutStartSec=1800\n"
"""An emulated ARM machine is many times slower than a Pi; its card stays as it is, so this comes from outside."""


def loaded(card: Path, folder: Path) -> tuple[str, ...]:
    """QEMU's words for what the loader starts as a rule: the first partition that is named, the one under [all]."""
    said = _file(card, 1, "autoboot.txt").decode("ascii")
    partition = int(said.partition("[all]")[2].partition("boot_partition=")[2].split()[0])
    for name in BOOT_FILES:
        (folder / name).write_bytes(_file(card, partition, name))
    tree = folder / "tree.dtb"
    dumped = ["qemu-system-aarch64", "-M", f"virt,dumpdtb={tree}", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024"]
    subprocess.run(dumped, check=True, capture_output=True)
    subprocess.run(["fdtput", "-p", "-c", tree, "/chosen/bootloader"], check=True)
    subprocess.run(["fdtput", "-t", "i", tree, "/chosen/bootloader", "partition", str(partition)], check=True)
    words = (folder / "cmdline.txt").read_text(encoding="ascii").strip(), dropin("patience", PATIENT)
    files = ("-kernel", folder / "kernel8.img", "-initrd", folder / "initramfs8", "-dtb", tree)
    return (*map(str, files), "-append", " ".join(words))


def _file(card: Path, partition: int, name: str) -> bytes:
    start, _size = table(card)[partition - 1]
    return subprocess.run(["mcopy", "-i", f"{card}@@{start}", f"::{name}", "-"], check=True, capture_output=True).stdout
