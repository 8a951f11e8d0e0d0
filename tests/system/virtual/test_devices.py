"""What is pulled out and put in again while the shop trades: each comes back by itself, and nothing is done twice."""

from __future__ import annotations

import pytest

from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import (
    BREAD,
    CUT,
    DRAWER,
    EXACT,
    WATER,
    codes_lost,
    lines,
    number,
    paper,
    sales,
    scans,
    sells,
    to_paying,
)

PRINTER_OUT = "echo > /sys/kernel/config/usb_gadget/printer/UDC"
PRINTER_IN = "ls /sys/class/udc | head -n 1 > /sys/kernel/config/usb_gadget/printer/UDC"


def test_a_scanner_that_was_pulled_out_reads_again_when_it_is_back(selling: Machine) -> None:
    scans(selling, WATER)
    selling.goes_on(lambda: selling.unplug("scanner"))  # its lamp says so
    selling.goes_on(lambda: selling.plug("usb-kbd", "scanner", bus="usb.0", port="1"))  # and that it is back
    scans(selling, BREAD)
    assert lines(selling) == 2


def test_a_scanner_in_another_socket_reads_too(selling: Machine) -> None:
    selling.goes_on(lambda: selling.unplug("scanner"))
    selling.goes_on(lambda: selling.plug("usb-kbd", "scanner", bus="usb.0", port="3"))
    scans(selling, WATER)
    assert lines(selling) == 1


def test_a_code_that_comes_while_the_counter_is_held_up_is_read_whole_when_it_goes_on(selling: Machine) -> None:
    lost = codes_lost(selling)
    selling.run("pkill -STOP -x kiosk-counter")
    selling.scan(WATER)
    selling.run("sleep 2; pkill -CONT -x kiosk-counter")
    selling.until("sleep 3; true", 60)
    assert (lines(selling), codes_lost(selling)) == (1, lost)


def test_a_touchscreen_that_was_pulled_out_feels_again_when_it_is_back(selling: Machine) -> None:
    scans(selling, WATER)
    selling.unplug("touch")
    selling.plug("usb-tablet", "touch", bus="usb.0", port="2")
    selling.until("udevadm settle", 60)
    assert "天然饮用水" in sells(selling, BREAD)


def test_a_printer_that_is_away_does_not_hold_a_sale_up_and_prints_it_once_when_it_is_back(selling: Machine) -> None:
    before = sales(selling)
    selling.goes_on(lambda: selling.run(PRINTER_OUT))
    to_paying(selling, WATER)
    selling.pins.take()
    selling.touch(*EXACT)
    selling.pins.wait(lambda seen: DRAWER in seen, 90)
    assert sales(selling) == before + 1
    selling.printer.take()
    selling.run(PRINTER_IN)
    assert "天然饮用水" in paper(selling, 240)
    with pytest.raises(TimeoutError):
        selling.printer.wait(lambda data: data.count(CUT) > 1, 40)


def test_a_paper_that_was_torn_off_is_asked_about_and_the_next_one_prints(selling: Machine) -> None:
    to_paying(selling, WATER)
    selling.printer.take()
    selling.touch(*EXACT)
    selling.printer.wait(lambda data: len(data) > 60, 120)
    selling.run(PRINTER_OUT)
    torn = CUT not in selling.printer.take()
    selling.run(PRINTER_IN)
    selling.waits_until_still()
    receipt = sells(selling, BREAD)
    assert "天然饮用水" not in receipt
    # One that came out whole is asked about as well, if the cable went before the printer could say so
    assert number(selling, "SELECT count(*) FROM print_job WHERE state = 'asking'") >= int(torn)


def test_the_network_s_cable_changes_nothing_at_the_counter(selling: Machine) -> None:
    selling.command("set_link", name="net", up=False)
    assert "11.90" in sells(selling, WATER, BREAD)
    selling.command("set_link", name="net", up=True)


def test_lamps_and_drawer_answer_on_their_pins(selling: Machine) -> None:
    selling.pins.take()
    selling.scan(WATER)
    selling.pins.wait(lambda seen: b"22 1" in seen, 60)  # a beep: taken
    selling.scan("9521099999990")
    selling.pins.wait(lambda seen: b"27 1" in seen, 60)  # red: not known
