"""The demo shop: `kiosk demo` opens the counter on it, or plays a sale where there is no display; tapes play on it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from kiosk.config import default_demo_config
from kiosk.exc import BadInput
from kiosk.i18n import M
from kiosk.play.runner import SIZES, Report, Setup
from kiosk.play.runner import play as play_steps
from kiosk.play.tape import read_tape

TAPES = Path(__file__).parent / "play/tapes"


def run_demo(data: Path, *, fresh: bool = False, language: str = "zh_CN") -> int:
    """Open the counter in a window with its simulated devices beside it; without a display, play a sale.

    Returns the exit code.
    """
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return _show_sale(language)
    from kiosk.screens.window import configure

    config = default_demo_config(data, "en" if language == "en" else "zh_CN")
    configure(config.screen.width + 360, config.screen.height)  # the panel of devices is beside it
    from kiosk.app import open_app
    from kiosk.database import create_store, database_path

    if not database_path(config).exists():
        create_store(config, with_demo=True).close()
    open_app(config, panel=True).run()
    return 0


def play_tape(
    tape: Path,
    *,
    data: Path | None = None,
    shots: Path | None = None,
    size: str = "",
    language: str = "zh_CN",
    role: Literal["counter", "warehouse"] = "counter",
    window: bool = False,
    timeout: float = 30.0,
) -> Report:
    """Play a tape from a file. timeout: seconds a condition may take. Raises BadInput for one that can't be read.

    role: the terminal's, where the tape does not begin by saying it. size: of the screen, "" for the role's own.
    """
    try:
        lines = tape.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(M("The tape {file} can't be read.", file=str(tape))) from error
    steps = read_tape(lines, tape.name)
    kind: str = role
    if steps and steps[0].word == "terminal":
        kind, steps = steps[0].args[0], steps[1:]
    width, _, height = (size or "x".join(map(str, SIZES[kind]))).partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise BadInput(M("A size is written {example}.", example="1280x800"))
    with tempfile.TemporaryDirectory(prefix="kiosk-") as temporary:
        setup = Setup(
            data or Path(temporary),
            int(width),
            int(height),
            language,
            kind,
            shots,
            driver="" if window else "offscreen",
            step_timeout=timeout,
            slow_s=0.5 if window else 0.0,
        )
        return play_steps(steps, setup)


def _show_sale(language: str) -> int:
    print("No display here: playing a sale on a virtual one.", file=sys.stderr)
    shots = Path("build/demo-shots")
    with tempfile.TemporaryDirectory(prefix="kiosk-") as temporary:
        setup = Setup(Path(temporary), language=language, shots=shots)
        report = play_steps(
            read_tape((TAPES / "sale.tape").read_text(encoding="utf-8").splitlines(), "sale.tape"), setup
        )
    for receipt in report.receipts:
        print(receipt)
    if report.failed:
        print(report.failed, file=sys.stderr)
        return 1
    figures = f"{len(report.sales)} sale, {report.pulses} drawer pulse, {report.entries} journal entries"
    print(figures, file=sys.stderr)
    print(f"Pictures of the screen: {shots}", file=sys.stderr)
    return 0
