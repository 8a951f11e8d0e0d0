"""Questions of the counter, carried to the office: answered in any case, and nothing strange is believed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exc import NotTheOffice, OfficeError
from kiosk.replicate.asking import answer_question
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.office import Membership
from kiosk.store.store import Store
from kiosk.wire.elsewhere import Elsewhere, ShopStock, answer, ask
from kiosk.wire.packing import plain
from tests.replicate.memory import MemoryOffice, Served
from tests.replicate.test_process import joined, running, until
from tests.store.shop import Clock

SHOPS = [ShopStock("S02", 24_000, 1000, 0, 5)]


def test_a_lost_answer_is_told_and_the_figures_of_before_stay(till: Store, office: MemoryOffice, clock: Clock) -> None:
    office.shops = SHOPS
    ask(till, "P1", clock())
    assert answer_question(till, office, clock)
    first = answer(till)
    clock.now += 1000
    asked = ask(till, "P1", clock())
    office.faults = ["lost"]
    assert answer_question(till, office, clock)
    now = answer(till)
    assert (now.number, now.trouble, now.at, now.shops) == (asked.number, "unreachable", first.at, tuple(SHOPS))


def test_other_goods_have_no_figures_of_before(till: Store, office: MemoryOffice, clock: Clock) -> None:
    office.shops = SHOPS
    ask(till, "P1", clock())
    answer_question(till, office, clock)
    ask(till, "P2", clock())
    office.faults = ["portal"]
    answer_question(till, office, clock)
    assert (answer(till).trouble, answer(till).shops) == ("stranger", ())


def test_the_process_carries_a_question_within_a_second(till: Store, office: MemoryOffice, clock: Clock) -> None:
    served = Served(office)
    joined(till, office, served.address, clock)
    office.shops = SHOPS
    with running(till, clock):
        asked = ask(till, "P1", clock())
        until(lambda: answer(till).number == asked.number)
        served.strange = (200, "text/html", b"sign in")
        again = ask(till, "P1", clock())
        until(lambda: answer(till).number == again.number)
    served.close()
    assert answer(till).trouble
    assert answer(till).shops == tuple(SHOPS)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>sign in to the Wi-Fi</html>",
        b"",
        b"[]",
        plain(Elsewhere("P2", 1, SHOPS)),  # of other goods
        b'{"product_id":"P1","now":1,"shops":[{"store_id":"","on_hand":1}]}',
        b'{"product_id":"P1","now":1,"shops":[{"store_id":"S2","on_hand":1e99}]}',
        b'{"product_id":"P1","now":1,"shops":[{"store_id":"S2","on_hand":"many"}]}',
        b'{"product_id":"P1","now":1,"shops":[' + b",".join([b'{"store_id":"S2","on_hand":1}'] * 1001) + b"]}",
    ],
)
def test_an_answer_that_is_none_is_not_believed(served: Served, body: bytes) -> None:
    office = HttpOffice(Membership(served.address, "secret", "", "HQ"))
    served.strange = (200, "application/json", body)
    with pytest.raises(NotTheOffice):
        office.elsewhere("P1")
    office.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=200), status=st.sampled_from([200, 204, 206, 301, 400, 401, 404, 500, 503]))
def test_whatever_comes_in_place_of_an_answer_is_an_error_of_the_office(
    served: Served, body: bytes, status: int
) -> None:
    office = HttpOffice(Membership(served.address, "secret", "", "HQ"))
    served.strange = (status, "text/html", body)
    with pytest.raises(OfficeError):
        office.elsewhere("P1")
    office.close()
