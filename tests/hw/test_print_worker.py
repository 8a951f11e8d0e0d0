"""One paper at a time, each once, and word of how it went."""

import subprocess
import sys
import threading

import pytest

from kiosk.exc import DeviceError, DeviceGone, PaperOut
from kiosk.hw import paper
from kiosk.hw.escpos_encode import Abilities
from kiosk.hw.paper import Paper, Text
from kiosk.hw.ports import DeviceState
from kiosk.hw.print_worker import IDLE_S, Job, PrintWorker, Reports
from kiosk.hw.printer import NoPrinter
from kiosk.hw.printer_simulated import SimulatedPrinter


def test_the_start_of_the_counter_does_not_wait_for_printing_libraries():
    code = """
import sys, kiosk.hw.print_worker, kiosk.hw.printer, kiosk.hw.printer_simulated, kiosk.hw.raster
print(sorted({"escpos", "PIL", "usb", "serial", "qrcode", "barcode"} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


class Shop:
    """A printer, its worker driven by hand, a clock, and all that was reported."""

    def __init__(self, printer=None, abilities=None):
        self.printer = printer or SimulatedPrinter(32)
        self.now = 100.0
        self.log = []
        self.statuses = []
        self.worker = PrintWorker(
            self.printer,
            abilities or Abilities(32),
            Reports(
                started=lambda job: self.log.append(("started", job.id)),
                printed=lambda job: self.log.append(("printed", job.id)),
                failed=lambda job, error, uncertain: self.log.append(("failed", job.id, type(error), uncertain)),
                ready=lambda: self.log.append(("ready",)),
                status=self.statuses.append,
                kicked=lambda error: self.log.append(("kicked", type(error))),
            ),
            lambda: self.now,
        )

    def submit(self, number, words="Milk"):
        self.worker.submit(Job(number, paper.to_json(Paper("en", (Text(words),)))))

    def work(self, steps=1):
        for _ in range(steps):
            self.worker.step()

    def wait(self, seconds):
        self.now += seconds
        self.work()


@pytest.fixture
def shop():
    return Shop()


def test_papers_print_in_the_order_they_came(shop):
    for number in (1, 2, 3):
        shop.submit(number, f"paper {number}")
    shop.work(3)
    assert shop.printer.text() == "paper 1\n\npaper 2\n\npaper 3"
    assert [entry[0] for entry in shop.log] == ["started", "printed"] * 3


def test_a_paper_that_was_not_begun_is_handed_back_as_such(shop):
    shop.printer.paper_out()
    shop.submit(1)
    shop.work()
    assert shop.log == [("started", 1), ("failed", 1, PaperOut, False)]
    assert shop.statuses[-1].state is DeviceState.TROUBLE


def test_a_paper_that_may_have_come_out_is_never_printed_again_by_itself(shop):
    shop.printer.unplug(after=12)
    shop.submit(1)
    shop.work()
    assert shop.log[-1][:2] == ("failed", 1)
    assert shop.log[-1][3] is True
    shop.printer.plug()
    shop.wait(60)
    shop.wait(60)
    assert shop.log[-1] == ("ready",)
    assert shop.printer.rendered().cuts == 0


def test_a_printer_that_comes_back_is_reported_ready_once(shop):
    shop.printer.unplug()
    shop.submit(1)
    shop.work()
    shop.wait(1)
    assert ("ready",) not in shop.log
    shop.printer.plug()
    shop.wait(0.5)
    assert ("ready",) not in shop.log  # not looked at yet
    shop.wait(1.5)
    shop.wait(IDLE_S)
    assert shop.log.count(("ready",)) == 1
    assert shop.statuses[-1].state is DeviceState.READY


def test_an_absent_printer_is_looked_for_ever_more_seldom(shop):
    shop.printer.unplug()
    looks = []
    shop.printer.status = lambda: looks.append(shop.now) or NoPrinter().status()
    for _ in range(300):
        shop.wait(1)
    assert 10 <= len(looks) <= 16


def test_an_idle_printer_is_looked_at_and_a_change_told_once(shop):
    shop.work()
    assert [status.state for status in shop.statuses] == [DeviceState.READY]
    shop.wait(IDLE_S)
    shop.printer.paper_out()
    shop.wait(IDLE_S)
    shop.wait(60)
    assert [status.state for status in shop.statuses] == [DeviceState.READY, DeviceState.TROUBLE]
    assert "roll" in str(shop.statuses[-1].detail)


def test_a_check_tells_the_status_even_if_it_is_the_same(shop):
    shop.work()
    shop.worker.check()
    shop.work()
    assert len(shop.statuses) == 2


def test_a_paper_that_cannot_be_read_or_encoded_does_not_stop_the_next():
    shop = Shop()
    shop.worker.submit(Job(1, b"rubbish"))
    shop.submit(2)
    shop.work(2)
    assert shop.log == [("failed", 1, paper.UnreadablePaper, False), ("started", 2), ("printed", 2)]
    wrong = Shop(abilities=Abilities(profile="no such"))
    wrong.submit(1)
    wrong.work()
    assert wrong.log == [("failed", 1, DeviceError, False)]


def test_a_fault_in_a_driver_is_a_failed_paper_not_the_end_of_printing(shop, caplog):
    def send(data):
        raise ValueError("boom")

    whole, shop.printer.send = shop.printer.send, send
    shop.submit(1)
    shop.work()
    assert shop.log[-1][3] is True
    assert "boom" in caplog.text
    shop.printer.send = whole
    shop.submit(2)
    shop.work()
    assert shop.log[-1] == ("printed", 2)


def test_the_drawer_is_pulsed_and_a_failure_told(shop):
    shop.worker.kick()
    shop.work()
    shop.printer.unplug()
    shop.worker.kick()
    shop.work()
    assert shop.log == [("kicked", type(None)), ("kicked", DeviceGone)]
    assert shop.printer.kicks == 1


def test_a_counter_without_a_printer_says_so_and_waits():
    shop = Shop(NoPrinter())
    shop.submit(1)
    shop.work()
    assert shop.log[-1] == ("failed", 1, DeviceGone, False)


def test_its_own_thread_prints_and_ends():
    shop = Shop()
    printed = threading.Event()
    worker = PrintWorker(shop.printer, Abilities(32), Reports(printed=lambda _: printed.set()), lambda: 0.0)
    worker.start()
    worker.submit(Job(1, paper.to_json(Paper("en", (Text("Milk"),)))))
    assert printed.wait(10)
    worker.stop()
    assert shop.printer.text() == "Milk"


def test_what_was_not_begun_is_not_printed_at_the_end(shop):
    shop.submit(1)
    shop.worker.stop()
    assert shop.worker.step() is False
    assert shop.printer.papers == ()
