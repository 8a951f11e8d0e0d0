import gc
import sys
import threading

import pytest

from kiosk.flowthread import THRESHOLDS, YOUNG, FlowThread


def test_inputs_run_on_one_thread_in_their_order() -> None:
    flows = FlowThread()
    seen: list[tuple[int, str]] = []
    flows.start(lambda: None)
    for number in range(100):
        flows.post(lambda n: seen.append((n, threading.current_thread().name)), number)
    flows.stop()
    assert seen == [(n, "flows") for n in range(100)]


def test_a_failing_input_does_not_stop_the_next(caplog: pytest.LogCaptureFixture) -> None:
    flows = FlowThread()
    flows.start(lambda: None)
    flows.post(lambda: 1 // 0)
    assert flows.run(lambda: "still here") == "still here"
    flows.stop()
    assert "an input failed" in caplog.text


def test_an_answer_waited_for_brings_its_error_along() -> None:
    flows = FlowThread()
    flows.start(lambda: None)
    with pytest.raises(ZeroDivisionError):
        flows.run(lambda: 1 // 0)
    flows.stop()


def test_who_waits_for_a_turn_waits_no_longer_than_a_millisecond() -> None:
    before = sys.getswitchinterval()
    flows = FlowThread()
    flows.start(lambda: None)
    flows.stop()
    assert sys.getswitchinterval() <= 0.001
    sys.setswitchinterval(before)


def test_the_collector_never_looks_through_all_in_the_middle_of_an_input() -> None:
    before, enabled = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
    gc.collect()
    gc.freeze()
    through_all = gc.get_stats()[2]["collections"]
    kept = [[n] for n in range(3 * THRESHOLDS[0] * THRESHOLDS[1])]
    assert gc.get_stats()[2]["collections"] == through_all
    assert kept
    gc.unfreeze()
    gc.set_threshold(*before)
    if not enabled:
        gc.disable()


def test_it_ticks_though_inputs_never_pause() -> None:
    flows = FlowThread(interval=0.01)
    ticked = threading.Event()
    flows.start(ticked.set)
    while not ticked.is_set():
        flows.run(lambda: None)
    flows.stop()


def test_garbage_is_looked_for_between_inputs_not_within_them() -> None:
    turns: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            turns.append(where[-1])

    def scan() -> list[list[int]]:
        where.append("within")
        made: list[list[int]] = [[] for _ in range(YOUNG + 200)]
        where.append("between")
        return made

    where = ["between"]
    before = gc.get_threshold()
    flows = FlowThread()
    flows.start(lambda: None)
    gc.collect()
    gc.set_threshold(*THRESHOLDS)
    gc.callbacks.append(note)
    try:
        for _ in range(5):
            flows.run(scan)
        flows.stop()
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*before)
    assert "between" in turns
    assert "within" not in turns
