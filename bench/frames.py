"""What a scan costs on the screen: from a published state to the frame that shows it, in a basket of a hundred lines.

Prints a JSON list of {name, value, unit, bound, ratio, limit}. The bounds are the counter's promises on a machine
without a graphics card: a new line is seen within two frames of a 60 Hz screen, no frame takes more than 50 ms while
ten items are scanned a second, and a state that changes nothing costs next to nothing.
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from dataclasses import replace

from kiosk.flows.views import CounterView, SellView
from kiosk.screens.gallery import example
from kiosk.screens.gallery.sell import long
from kiosk.screens.gallery.shop import line
from kiosk.screens.stage import SIZES, Stage

LINES, SCANS = 100, 150
TWO_FRAMES_MS, FRAME_MS, IDLE_MS = 33.3, 50.0, 4.0


def main() -> None:
    stage = Stage(*SIZES[0])
    results: list[dict[str, object]] = []
    for width, height in SIZES:
        stage.resize(width, height)
        stage.fresh()
        size = f"{width}x{height}"
        stage.show(example("sell"), frames=10)
        seen, frames = scans(stage)
        results += [
            result(f"frames.line_seen_{size}", statistics.quantiles(seen, n=100)[98], "ms p99", TWO_FRAMES_MS, 1.0),
            result(f"frames.longest_while_scanning_{size}", max(frames), "ms max", FRAME_MS, 1.0),
            result(f"frames.same_state_again_{size}", same(stage), "ms p99", IDLE_MS, None),
            result(f"frames.another_screen_{size}", switching(stage), "ms p99", FRAME_MS, None),
        ]
    print(json.dumps(results, indent=2))


def scans(stage: Stage) -> tuple[list[float], list[float]]:
    """Milliseconds until each new line was drawn, and of every frame; half of the scans grow a line that is there."""
    view = example("sell_long")
    body = long(LINES)
    stage.show(replace(view, body=body), frames=10)
    gc.collect()
    seen: list[float] = []
    frames: list[float] = []
    for turn in range(SCANS):
        body = grown(body, turn)
        state = replace(view, serial=turn + 2, body=body)
        begin = time.perf_counter()
        stage.root.show(state)
        for frame in range(6):  # of ten scans a second, on a screen of sixty frames
            start = time.perf_counter()
            stage.frames()
            stage.finish()
            frames.append((time.perf_counter() - start) * 1000)
            if frame == 1:
                seen.append((time.perf_counter() - begin) * 1000)
        row = stage.root.screen.ids.basket.ids.lines.row(body.marked)
        assert row is not None, "the scanned line is in sight"
        assert row.line == next(each for each in body.lines if each.key == body.marked), "as it was published"
    return seen, frames


def grown(body: SellView, turn: int) -> SellView:
    """One more line, or one more of the last."""
    if turn % 2:
        *before, last = body.lines
        again = replace(last, quantity=last.quantity + 1000, total=last.total + (last.unit_price or 0))
        lines = (*before, again)
    else:
        lines = (*body.lines[-LINES:], line(1000 + turn, turn, 1000))
    total = sum(each.total for each in lines)
    return replace(body, lines=lines, marked=lines[-1].key, total=total, count=body.count + 1)


def same(stage: Stage) -> float:
    """The same figures published again, as after a tick."""
    view: CounterView = stage.root.view
    times = []
    for serial in range(200):
        again = replace(view, serial=serial, body=replace(view.body))  # type: ignore[type-var]
        begin = time.perf_counter()
        stage.root.show(again)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(times, n=100)[98]


def switching(stage: Stage) -> float:
    """From the basket to paying and back, both drawn before: publishing and the frame after it."""
    states = [example("sell_long"), example("pay")]
    for state in states:
        stage.show(state, frames=6)
    times = []
    for turn in range(40):
        begin = time.perf_counter()
        stage.root.show(states[turn % 2])
        stage.frames(2)
        stage.finish()
        times.append((time.perf_counter() - begin) * 1000)
        stage.frames(4)
        stage.finish()
    return statistics.quantiles(times, n=100)[98]


def result(name: str, value: float, unit: str, bound: float, limit: float | None) -> dict[str, object]:
    ratio = round(value / bound, 3)
    return {"name": name, "value": round(value, 3), "unit": unit, "bound": bound, "ratio": ratio, "limit": limit}


if __name__ == "__main__":
    main()
