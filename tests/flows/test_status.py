from collections.abc import Callable

from msgspec.structs import replace

from kiosk.exc import DeviceGone, StoreDamaged
from kiosk.findings import Finding
from kiosk.flows.more import More
from kiosk.flows.papers import reprint
from kiosk.flows.status import Status
from kiosk.hw.layouts import LAYOUTS, TEST_CODE
from kiosk.hw.ports import DeviceState, DeviceStatus, Signal
from kiosk.i18n import M
from kiosk.store.checks import CHECKS
from tests.flows.desk import action_ids, enabled, more
from tests.flows.goods import COLA, RICE, WATER
from tests.flows.shop import Shop


def asked(shop: Shop, *codes: str) -> list[int]:
    """Papers that must be asked about: the printer was off for an hour."""
    shop.devices.print_error = DeviceGone(M("The printer is switched off."))
    for code in codes:
        shop.sell(code)
    shop.devices.print_error = None
    shop.time.pass_s(240)
    shop.time.at += 3_600_000
    shop.counter.device_status(DeviceStatus("printer", DeviceState.READY))
    more(shop, "status")
    return [job.id for job in shop.body.jobs]


def state(shop: Shop, job_id: int) -> str:
    job = shop.store.prints.get(job_id)
    assert job is not None
    return job.state


def check_all(shop: Shop) -> None:
    shop.act("check")
    while shop.body.checking:
        shop.tick()


# --- papers


def test_what_was_old_is_asked_about_and_printed_when_somebody_says_so(shop: Shop) -> None:
    first, second = asked(shop, COLA, RICE)
    assert shop.devices.papers == []
    assert [str(j.state) for j in shop.body.jobs] == ["print it?", "print it?"]
    shop.do("print_job", second)
    assert [p.id for p in shop.devices.papers] == [second]
    shop.paper_out()
    assert (state(shop, first), state(shop, second)) == ("asking", "printed")
    shop.tick()
    assert [j.id for j in shop.body.jobs] == [first]


def test_a_paper_thrown_away_is_written_down_and_its_sale_stays(shop: Shop) -> None:
    (job,) = asked(shop, COLA)
    shop.do("drop_job", job)
    assert state(shop, job) == "dropped"
    assert shop.body.jobs == ()
    sale_id = shop.store.sales.recent(1)[0].id
    assert shop.acts("print.dropped") == [{"paper": "Receipt", "document": sale_id}]
    assert shop.view.bar.papers == 0


def test_a_whole_nights_papers_are_printed_or_thrown_away_at_once(shop: Shop) -> None:
    jobs = asked(shop, COLA, RICE, WATER)
    assert {"print_all", "drop_all"} <= set(action_ids(shop))
    shop.act("print_all")
    shop.paper_out()
    assert [p.id for p in shop.devices.papers] == jobs
    shop.tick()
    assert "print_all" not in action_ids(shop)


def test_all_are_thrown_away_at_once(shop: Shop) -> None:
    jobs = asked(shop, COLA, RICE)
    shop.act("drop_all")
    assert [state(shop, job) for job in jobs] == ["dropped", "dropped"]
    assert len(shop.acts("print.dropped")) == 2
    assert shop.devices.papers == []


def test_a_paper_that_is_out_is_not_printed_again_by_a_late_tap(shop: Shop) -> None:
    (job,) = asked(shop, COLA)
    shop.do("print_job", job)
    shop.paper_out()
    for method in ("print_job", "drop_job"):
        shop.do(method, job)
        assert "is printed" in shop.strip
    shop.do("print_job", 10**6)
    assert len(shop.devices.papers) == 1


def test_the_oldest_papers_are_shown_however_many_came_after(shop: Shop) -> None:
    first, *_ = asked(shop, *[COLA] * 25)
    assert len(shop.body.jobs) == 20
    assert shop.body.jobs[0].id == first


def test_a_copy_says_so_in_the_list(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    reprint(shop.counter, sale_id)
    more(shop, "status")
    assert [str(j.title) for j in shop.body.jobs] == [f"Receipt {sale_id}", f"Receipt {sale_id} (1)"]
    assert str(shop.body.jobs[0].state) == "is being printed"


# --- devices


def test_a_scan_is_shown_with_what_cant_be_seen_in_it(shop: Shop) -> None:
    more(shop, "status")
    shop.scan("01\x1d21", "d2")
    assert shop.body.last_scan == "]d2 01<1D>21"
    assert shop.devices.signals[-1] is Signal.OK
    assert shop.counter.cart.empty


def test_devices_are_tried_one_by_one(shop: Shop) -> None:
    more(shop, "status")
    shop.act("test_lights")
    assert shop.devices.tested == ["lights"]
    shop.act("test_page")
    assert shop.devices.papers[-1].title == "Test page"
    shop.act("test_drawer")
    shop.do("choose", "check")
    assert shop.devices.pulses == 0
    shop.approve("mei")
    assert shop.devices.pulses == 1


def test_lights_that_fail_are_told(shop: Shop) -> None:
    def fail(_device: str) -> None:
        raise DeviceGone(M("The lights do not answer."))

    shop.devices.test = fail  # type: ignore[method-assign]
    more(shop, "status")
    shop.act("test_lights")
    assert "do not answer" in shop.strip


def test_the_facts_count_what_waits_to_be_sent_where_there_is_an_office(shop: Shop) -> None:
    more(shop, "status")
    facts = {str(name): str(value) for name, value in shop.body.facts}
    assert facts["To be sent"] == f"{shop.store.journal.waiting()} entries"
    shop.do("back")
    shop.counter.settings = replace(shop.counter.settings, office=False)
    more(shop, "status")
    assert "To be sent" not in {str(name) for name, _value in shop.body.facts}
    assert shop.store.origin in facts["Terminal"]


# --- the books


def test_the_books_are_looked_through_one_check_at_a_time(shop: Shop) -> None:
    shop.sell(COLA)
    more(shop, "status")
    shop.act("check")
    assert shop.body.checking
    assert not enabled(shop, "check")
    for seen in range(1, 4):
        shop.tick()
        assert len(shop.body.findings) == seen
        shop.scan(COLA)  # between two checks a scan is taken
        assert shop.body.last_scan == COLA
    while shop.body.checking:
        shop.tick()
    assert len(shop.body.findings) >= len(CHECKS)
    assert {f.state for f in shop.body.findings} <= {"ok", "warning"}
    assert enabled(shop, "check")


def test_a_fault_is_named_with_what_to_do(shop: Shop) -> None:
    shop.sell(COLA)
    shop.paper_out()
    shop.store.book.sql("UPDATE shift_sum SET amount = amount + 1 WHERE name = 'drawer'")
    more(shop, "status")
    check_all(shop)
    fault = next(f for f in shop.body.findings if f.state == "fault")
    assert str(fault.name) == "Money"
    assert fault.advice is not None
    assert "things to look at" in shop.strip
    assert all(f.advice is None for f in shop.body.findings if f.state == "ok")


def test_a_check_that_cant_read_what_it_needs_stops_no_other(shop: Shop) -> None:
    more(shop, "status")
    mend = shop.fail_store("entries", StoreDamaged(M("The file is damaged.")))
    check_all(shop)
    mend()
    assert isinstance(shop.front, Status)
    assert "fault" in {f.state for f in shop.body.findings}
    assert str(shop.body.findings[-1].name) == "Disk"


def test_leaving_ends_the_check(shop: Shop) -> None:
    more(shop, "status")
    shop.act("check")
    shop.do("back")
    assert not isinstance(shop.front, More | Status)
    shop.tick()
    more(shop, "status")
    assert not shop.body.checking


def test_the_test_pages_barcode_tells_what_keyboard_a_scanner_plays(shop: Shop) -> None:
    def read_as(layout: str) -> str:
        return "".join(LAYOUTS["us"].char(LAYOUTS[layout].strokes[c]) or "" for c in TEST_CODE)

    more(shop, "status")
    shop.scan(read_as("us"))
    assert shop.strip == "The scanner types as kiosk.toml says: us."
    shop.scan(read_as("de"))
    assert shop.strip == 'The scanner types as de: write layout = "de" under [scanner].'
    shop.scan(COLA)
    assert shop.body.last_scan == COLA


# --- the machine


def look(*found: Finding) -> Callable[[Shop], None]:
    return lambda shop: shop.counter.examined(found)


def test_what_was_found_of_the_machine_is_shown_with_what_to_do(shop: Shop) -> None:
    more(shop, "status")
    look(Finding("heat", "warning", M("The processor is at {degrees} °C.", degrees=79), M("Give it air.")))(shop)
    row = shop.body.findings[-1]
    assert (str(row.name), row.state, str(row.text), str(row.advice)) == (
        "Heat", "warning", "The processor is at 79 °C.", "Give it air.",
    )  # fmt: skip


def test_on_a_card_that_is_too_slow_no_shift_is_opened(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    look(Finding("speed", "fault", M("The card is too slow to sell on: {ms} ms for a write.", ms="400")))(empty_shop)
    empty_shop.do("accept")
    assert empty_shop.counter.shift is None
    assert "400 ms" in empty_shop.strip
    look(Finding("speed", "warning", M("The card is slow: {ms} ms for a write.", ms="90")))(empty_shop)
    empty_shop.do("accept")
    assert empty_shop.counter.shift is not None
