"""The simulated printer fails as real ones do, through the real driver."""

import pytest

from kiosk.exc import DeviceGone, PaperOut
from kiosk.hw import paper
from kiosk.hw.escpos_encode import KICK, Abilities, encode
from kiosk.hw.paper import Paper as Sheet
from kiosk.hw.paper import Text
from kiosk.hw.ports import Paper, PrinterStatus
from kiosk.hw.printer import Interrupted, MayHavePrinted, RanOut
from kiosk.hw.printer_simulated import KEPT, SimulatedPrinter


@pytest.fixture
def printer():
    return SimulatedPrinter(32)


def receipt(*lines):
    return encode(Sheet("en", tuple(Text(line) for line in lines)), Abilities(32))


def test_it_prints_what_it_is_sent(printer):
    printer.send(receipt("Milk 牛奶"))
    assert printer.text() == "Milk 牛奶"
    assert printer.rendered().cuts == 1
    assert printer.papers[0].picture().width == 384 + 48


def test_without_paper_nothing_is_begun(printer):
    printer.paper_out()
    with pytest.raises(PaperOut) as caught:
        printer.send(receipt("Milk"))
    assert not isinstance(caught.value, MayHavePrinted)
    assert printer.status() == PrinterStatus(False, Paper.OUT, False)
    printer.paper_in()
    assert printer.papers == ()
    assert printer.status() == PrinterStatus(True, Paper.OK, False)


def test_a_roll_that_ends_in_mid_paper_leaves_it_uncertain_and_comes_out_with_the_next_roll(printer):
    printer.paper_out(after=20)
    with pytest.raises(RanOut):
        printer.send(receipt("Milk", "Bread", "Total 7.00"))
    assert "Total" not in printer.text()
    printer.paper_in()
    assert "Total 7.00" in printer.text()
    printer.send(receipt("Next"))
    assert printer.papers[-1].text == "Next"


def test_a_cable_pulled_in_mid_paper_leaves_it_uncertain(printer):
    printer.unplug(after=15)
    with pytest.raises(Interrupted):
        printer.send(receipt("Milk", "Bread", "Total 7.00"))
    assert printer.text().startswith("Milk")
    with pytest.raises(DeviceGone) as caught:
        printer.send(receipt("Again"))
    assert not isinstance(caught.value, MayHavePrinted)


def test_a_cable_pulled_between_papers_is_certain_and_put_back_works(printer):
    printer.send(receipt("one"))
    printer.unplug()
    with pytest.raises(DeviceGone) as caught:
        printer.send(receipt("two"))
    assert not isinstance(caught.value, MayHavePrinted)
    with pytest.raises(DeviceGone):
        printer.status()
    printer.plug()
    printer.send(receipt("two"))
    assert [sheet.text for sheet in printer.papers] == ["one", "two"]


def test_a_cable_pulled_in_the_middle_of_a_picture_spoils_no_later_paper():
    printer = SimulatedPrinter(32)
    drawn = encode(Sheet("zh_CN", (Text("牛奶"),)), Abilities(32, "raster"))
    printer.unplug(after=100)
    with pytest.raises(Interrupted):
        printer.send(drawn)
    printer.plug()
    printer.send(receipt("Milk"))
    assert printer.text() == "Milk"


def test_a_cable_pulled_between_papers_is_certain_without_questions_too():
    printer = SimulatedPrinter(32, asks=False)
    printer.send(receipt("one"))
    printer.unplug()
    with pytest.raises(DeviceGone) as caught:
        printer.send(receipt("two"))
    assert not isinstance(caught.value, MayHavePrinted)


def test_a_mute_printer_is_gone_if_it_should_answer_and_fine_if_it_need_not():
    asked, unasked = SimulatedPrinter(32), SimulatedPrinter(32, asks=False)
    for printer in (asked, unasked):
        printer.mute = True
    with pytest.raises(DeviceGone, match="status = false"):
        asked.send(receipt("a"))
    with pytest.raises(DeviceGone, match="status = false"):
        asked.status()
    assert asked.papers == ()
    unasked.send(receipt("a"))
    assert unasked.text() == "a"
    assert unasked.status() == PrinterStatus(True, Paper.UNKNOWN, None)


def test_the_drawer_opens_without_paper(printer):
    printer.send(KICK)
    printer.paper_out()
    printer.send(KICK)
    assert printer.kicks == 2
    printer.unplug()
    with pytest.raises(DeviceGone):
        printer.send(KICK)


def test_the_drawers_pin_is_told(printer):
    printer.drawer_open = True
    assert printer.status().drawer_open is True


def test_somebody_who_watches_sees_every_change(printer):
    seen = []
    printer.observe(lambda it: seen.append((it.plugged, it.has_paper, len(it.papers))))
    printer.send(receipt("one"))
    printer.paper_out()
    printer.unplug()
    assert seen[-1] == (False, False, 1)
    assert (True, True, 1) in seen


def test_old_papers_are_thrown_away(printer):
    for number in range(KEPT + 5):
        printer.send(receipt(str(number)))
    assert len(printer.papers) == KEPT
    assert printer.papers[-1].text == str(KEPT + 4)


def test_the_check_page_prints(printer):
    printer.send(encode(paper.test_page("zh_CN"), Abilities(32)))
    assert printer.rendered().unknown == ()
