"""`make virtual`: the virtual terminal to play with by hand, on a window where there is a display, else headless.

Commands, one a line: scan CODE · touch X Y (0 … 1) · look NAME (a picture) · run COMMAND (as root, inside) · quit.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from kiosk.hw.renderer import render
from tests.system.virtual.machines import drive, overlay
from tests.system.virtual.qemu import IMAGE, Machine

FOLDER = Path("build/virtual")


def tell(machine: Machine) -> None:
    """Papers and pins, as they come."""
    while True:
        paper = machine.printer.wait(lambda data: b"\x1dV" in data, 1e6)
        machine.printer.take()
        print(render(paper).text, flush=True)


def main() -> None:
    """Read commands until `quit`."""
    disk = FOLDER / "disk.qcow2"
    if not disk.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        overlay(disk, IMAGE.absolute(), "raw")
    window = ("-display", "gtk") if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else ()
    machine = Machine(FOLDER, drive(disk), extra=window)
    threading.Thread(target=tell, args=(machine,), daemon=True).start()
    try:
        for line in sys.stdin:
            verb, _, rest = line.strip().partition(" ")
            if verb == "quit":
                break
            if verb == "scan":
                machine.scan(rest)
            elif verb == "touch":
                x, y = map(float, rest.split())
                machine.touch(x, y)
            elif verb == "look":
                print(machine.look(rest or "screen"), flush=True)
            elif verb == "run":
                print(machine.run(rest), flush=True)
    finally:
        machine.close()


if __name__ == "__main__":
    main()
