"""A day at the counter: sold, taken back, counted, closed, and the next one signs in."""

from __future__ import annotations

import re

from tests.system.virtual.machines import BADGE, PRIMARY
from tests.system.virtual.qemu import Machine
from tests.system.virtual.trade import BREAD, CUT, WATER, number, paper, sales, sells

CLOSE_SHIFT = (0.896, 0.454)


def test_a_day_ends_with_a_z_report_of_all_that_was_sold(selling: Machine) -> None:
    before = sales(selling)
    for goods in ((WATER, BREAD), (WATER,)):
        receipt = sells(selling, *goods)
        assert re.search(r"\b[0-9A-Z]{6}-\d+", receipt)
    assert sales(selling) == before + 2
    selling.waits_until_still()
    selling.goes_on(lambda: selling.scan("ZGC-MORE"))
    selling.goes_on(lambda: selling.touch(*CLOSE_SHIFT))
    selling.printer.take()
    selling.goes_on(lambda: selling.touch(*PRIMARY))
    report = paper(selling)
    assert "13.90" in report  # 11.90 and 2.00, all in cash
    assert number(selling, "SELECT count(*) FROM entry WHERE kind = 'shift.closed'") >= 1
    selling.goes_on(lambda: selling.touch(*PRIMARY))
    selling.goes_on(lambda: selling.scan(BADGE))
    selling.goes_on(lambda: selling.touch(*PRIMARY))  # the next shift
    selling.printer.wait(lambda data: CUT in data, 60)
    assert "2.00" in sells(selling, WATER)
