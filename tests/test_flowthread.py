import threading

import pytest

from kiosk.flowthread import FlowThread


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


def test_it_ticks_though_inputs_never_pause() -> None:
    flows = FlowThread(interval=0.01)
    ticked = threading.Event()
    flows.start(ticked.set)
    while not ticked.is_set():
        flows.run(lambda: None)
    flows.stop()
