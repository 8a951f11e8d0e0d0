"""What a scan costs on the screen: from a published state to the frame that shows it, in a basket of a hundred lines.

Prints a JSON list of {name, value, unit, bound, ratio, limit}. The bounds are the counter's promises on a machine
without a graphics card: a new line is seen within two frames of a 60 Hz screen, no frame takes more than 50 ms while
ten items are scanned a second. They are held against the processor time of all threads, which is what it takes on a
single core with nobody else about, and does not depend on who else is; the time on the clock is reported beside it.
Of several rounds the best is taken: what is measured is the program, not the machine's mood.
"""

from __future__ import annotations

import gc
import json
import statistics
import time
from dataclasses import dataclass, field

from msgspec.structs import replace

from kiosk.flows.views import CounterView, SellView
from kiosk.screens.gallery import example
from kiosk.screens.gallery.sell import long
from kiosk.screens.gallery.shop import line
from kiosk.screens.stage import SIZES, Stage

LINES, ROUNDS, SCANS = 100, 5, 30
TWO_FRAMES_MS, FRAME_MS, IDLE_MS = 33.3, 50.0, 4.0


def main() -> None:
    stage = Stage(*SIZES[0])
    results: list[dict[str, object]] = []
    for width, height in SIZES:
        stage.resize(width, height)
        stage.fresh()
        size = f"{width}x{height}"
        stage.show(example("sell"), frames=10)
        rounds = [scans(stage, at) for at in range(ROUNDS)]
        seen = min(statistics.quantiles(each.seen, n=20)[18] for each in rounds)
        longest = min(max(each.frames) for each in rounds)
        clock = min(statistics.median(each.clock) for each in rounds)
        results += [
            result(f"frames.line_seen_{size}", seen, "ms cpu p95", TWO_FRAMES_MS, 1.0),
            result(f"frames.longest_while_scanning_{size}", longest, "ms cpu max", FRAME_MS, 1.0),
            result(f"frames.line_seen_on_the_clock_{size}", clock, "ms median", TWO_FRAMES_MS, None),
            result(f"frames.same_state_again_{size}", same(stage), "ms p99", IDLE_MS, None),
            result(f"frames.another_screen_{size}", switching(stage), "ms p99", FRAME_MS, None),
        ]
    print(json.dumps(results, indent=2))


@dataclass(slots=True)
class Times:
    """Milliseconds. seen, frames: processor time until each new line was drawn, and of every frame."""

    seen: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)


def scans(stage: Stage, at: int) -> Times:
    """One round; half of its scans grow a line that is there."""
    view = example("sell_long")
    body = long(LINES)
    stage.show(replace(view, body=body), frames=10)
    stage.finish()
    gc.collect()
    times = Times()
    for turn in range(at * SCANS, (at + 1) * SCANS):
        body = grown(body, turn)
        state = replace(view, serial=turn + 2, body=body)
        clock, cpu = time.perf_counter(), time.process_time()
        stage.root.show(state)
        for frame in range(6):  # of ten scans a second, on a screen of sixty frames
            start = time.process_time()
            stage.frames()
            stage.finish()
            times.frames.append((time.process_time() - start) * 1000)
            if frame == 1:
                times.seen.append((time.process_time() - cpu) * 1000)
                times.clock.append((time.perf_counter() - clock) * 1000)
        row = stage.root.screen.ids.basket.ids.lines.row(body.marked)
        assert row is not None, "the scanned line is in sight"
        assert row.line == next(each for each in body.lines if each.key == body.marked), "as it was published"
    return times


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
