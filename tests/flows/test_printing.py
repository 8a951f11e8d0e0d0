from kiosk.exc import DeviceGone, PaperOut
from kiosk.hw.ports import DeviceState, DeviceStatus
from kiosk.i18n import M
from tests.flows.goods import COLA, RICE
from tests.flows.shop import Shop

READY = DeviceStatus("printer", DeviceState.READY)
ABSENT = DeviceStatus("printer", DeviceState.ABSENT)
GONE = DeviceGone(M("The printer is unplugged."))


def states(shop: Shop) -> list[str]:
    return [job.state for job in reversed(shop.store.prints.list(50))]


def test_papers_come_out_one_at_a_time_in_order(shop: Shop) -> None:
    first, second = shop.sell(COLA), shop.sell(RICE)
    assert [p.entry_id for p in shop.devices.papers] == [first]
    shop.paper_out()
    assert [p.entry_id for p in shop.devices.papers] == [first, second]
    assert states(shop) == ["printed", "printed"]


def test_a_job_is_marked_before_its_first_byte_goes_out(shop: Shop) -> None:
    seen: list[str] = []
    shop.devices.print = lambda job: seen.extend(states(shop))  # type: ignore[method-assign]
    shop.sell(COLA)
    assert seen == ["printing"]


def test_a_printer_off_in_mid_job_is_asked_about_and_never_printed_twice_by_itself(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.print_failed(shop.devices.papers[0].id, GONE, uncertain=True)
    assert states(shop) == ["asking"]
    assert "in part" in shop.strip
    assert shop.body.strip.action.id == "papers"
    shop.counter.device_status(READY)
    shop.tick(1000)
    assert [p.entry_id for p in shop.devices.papers] == [sale_id]


def test_a_dead_printer_is_tried_at_growing_intervals_and_at_once_when_it_is_back(shop: Shop) -> None:
    shop.devices.print_error = GONE
    shop.sell(COLA)
    tries = []
    for second in range(1, 60):
        shop.tick(1)
        tries.append((second, shop.store.prints.list(1)[0].attempts))
    attempts = tries[-1][1]
    assert 4 <= attempts <= 7
    shop.devices.print_error = None
    shop.counter.device_status(READY)
    assert len(shop.devices.papers) == 1


def test_old_papers_ask_when_the_printer_comes_back_in_the_morning(shop: Shop) -> None:
    shop.devices.print_error = GONE
    shop.sell(COLA)
    shop.sell(RICE)
    shop.counter.device_status(ABSENT)
    shop.time.pass_s(12 * 3600)
    shop.devices.print_error = None
    fresh = shop.sell(COLA)
    shop.counter.device_status(READY)
    shop.paper_out()
    assert [p.entry_id for p in shop.devices.papers] == [fresh]
    assert states(shop) == ["asking", "asking", "printed"]
    assert shop.view.bar.papers == 2


def test_a_paper_that_was_asked_about_is_printed_when_a_person_says_so(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    shop.counter.print_failed(shop.devices.papers[0].id, GONE, uncertain=True)
    shop.time.pass_s(3600)
    shop.act("papers")
    shop.do("print_job", shop.body.jobs[0].id)
    shop.counter.device_status(READY)
    shop.paper_out()
    assert [p.entry_id for p in shop.devices.papers] == [sale_id, sale_id]
    assert states(shop) == ["printed"]


def test_a_paper_caught_by_a_power_cut_is_asked_about(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    later = shop.sell(RICE)
    shop.restart()
    assert [p.entry_id for p in shop.devices.papers] == [later]
    assert "already" in shop.strip
    shop.paper_out()
    assert states(shop) == ["asking", "printed"]
    assert shop.store.prints.asking()[0].entry_id == sale_id


def test_no_paper_stops_no_sale(shop: Shop) -> None:
    shop.sell(COLA)
    shop.counter.print_failed(shop.devices.papers[0].id, PaperOut(M("No paper.")), uncertain=False)
    for _ in range(3):
        shop.sell(RICE)
    assert len(shop.sales()) == 4
    assert shop.view.bar.papers == 4
    shop.counter.device_status(READY)
    shop.paper_out()
    assert states(shop) == ["printed"] * 4


def test_a_till_without_a_printer_queues_no_paper(shop: Shop) -> None:
    shop.counter.device_status(DeviceStatus("printer", DeviceState.OFF))
    shop.sell(COLA)
    assert shop.devices.papers == []
    assert shop.view.bar.papers == 0


def test_counts_in_the_bar_are_not_asked_of_the_store_at_each_scan(shop: Shop) -> None:
    calls: list[int] = []
    waiting = shop.store.journal.waiting
    shop.store.journal.waiting = lambda: calls.append(1) or waiting()  # type: ignore[assignment,func-returns-value,method-assign]
    for _ in range(10):
        shop.scan(COLA)
    assert calls == []
