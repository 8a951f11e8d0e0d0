"""What other shops have: asked of the office, with how old it is; "not known now" when nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.exc import Unreachable
from kiosk.flows.other_shops import WAIT_S, OtherShops
from kiosk.flows.transfer_asking import Asking
from kiosk.replicate.asking import WORTH_MS, answer_question
from kiosk.replicate.membership import keep_membership
from kiosk.replicate.office import Membership
from kiosk.store.documents import AdjustmentLine, StockAdjusted
from kiosk.trade.quantity import Quantity
from kiosk.wire.elsewhere import Answer, ShopStock, put_answer, question
from kiosk.wire.troubles import trouble
from tests.flows.goods import COLA, WATER
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain(tmp_path)
    keep_membership(chain.shop.store, Membership("https://office", "secret", "", "HQ"))
    yield chain
    chain.close()


class Away:
    """An office that does not answer."""

    def elsewhere(self, product_id: str) -> object:
        raise Unreachable(trouble("unreachable"))


def opening(count: int) -> StockAdjusted:
    line = AdjustmentLine(product_id="cola", quantity=Quantity(count), unit_cost=100)
    return StockAdjusted(reason="opening", lines=(line,))


def ask_for_cola(shop: Shop) -> None:
    shop.act("enquiry")
    shop.scan(COLA)
    shop.act("elsewhere")
    assert isinstance(shop.front, OtherShops)


def carried(chain: Chain, office: object = None) -> bool:
    """Replication's turn."""
    wire = chain.wire("S01") if office is None else office
    done = answer_question(chain.shop.store, wire, lambda: chain.shop.time.at)  # type: ignore[arg-type]
    chain.shop.tick()
    return done


def rows(shop: Shop) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row.cells) for row in shop.body.rows]


def test_the_office_says_what_another_shop_has_and_as_of_when(chain: Chain) -> None:
    chain.north.journal.append(opening(24_000), actor="-")
    chain.travel()
    ask_for_cola(chain.shop)
    assert rows(chain.shop) == []
    assert chain.shop.strip == "The head office is being asked."
    assert carried(chain)
    (row,) = rows(chain.shop)
    assert row[:2] == ("North shop", "24")
    assert row[2] == chain.shop.counter.clock.local(chain.shop.time.at).strftime("%H:%M")
    assert chain.shop.strip == ""


def test_a_question_is_carried_once(chain: Chain) -> None:
    ask_for_cola(chain.shop)
    assert carried(chain)
    assert not carried(chain)


def test_without_an_answer_it_is_not_known_now_and_the_terminal_goes_on(chain: Chain) -> None:
    ask_for_cola(chain.shop)
    chain.shop.tick(WAIT_S + 1)
    assert chain.shop.strip == "Not known now: the head office does not answer."
    chain.shop.do("back")
    assert chain.shop.body.hand is not None


def test_an_office_that_is_away_is_told_at_once(chain: Chain) -> None:
    ask_for_cola(chain.shop)
    carried(chain, Away())
    assert chain.shop.strip == "Not known now: the head office does not answer."
    chain.shop.act("anew")
    assert carried(chain)
    assert chain.shop.strip == ""


def test_what_was_said_before_stays_with_its_age_while_the_office_is_away(chain: Chain) -> None:
    chain.north.journal.append(opening(24_000), actor="-")
    chain.travel()
    ask_for_cola(chain.shop)
    carried(chain)
    then = chain.shop.counter.clock.local(chain.shop.time.at - 1000).strftime("%H:%M")
    chain.shop.tick(200)
    chain.shop.act("anew")
    carried(chain, Away())
    assert [row[1] for row in rows(chain.shop)] == ["24"]
    assert chain.shop.strip == f"Not known now. The head office said this at {then}."


def test_an_answer_for_other_goods_is_not_shown(chain: Chain) -> None:
    put_answer(chain.shop.store, Answer("x", "water", chain.shop.time.at, "", (ShopStock("S02", 5000),)))
    ask_for_cola(chain.shop)
    assert rows(chain.shop) == []


def test_a_question_of_yesterday_is_carried_nowhere(chain: Chain) -> None:
    ask_for_cola(chain.shop)
    chain.shop.time.pass_s(WORTH_MS / 1000 + 1)
    assert question(chain.shop.store).product_id == "cola"
    assert not answer_question(chain.shop.store, chain.wire("S01"), lambda: chain.shop.time.at)


def test_a_shop_that_has_it_is_asked_for_some(chain: Chain) -> None:
    ask_for_cola(chain.shop)
    carried(chain)
    chain.shop.do("choose", "S02")
    assert isinstance(chain.shop.front, Asking)
    chain.shop.do("answer", 6000)
    chain.shop.act("done")
    chain.travel()
    assert [(t.peer, t.state) for t in chain.north.transfers.latest(5)] == [("S01", "asked")]


def test_a_list_for_another_shop_is_not_mixed_with_this_one(chain: Chain) -> None:
    chain.shop.act("transfers")
    chain.shop.act("ask")
    chain.shop.scan(WATER)
    chain.shop.do("answer", 1000) if chain.shop.sheet else None
    chain.shop.front.gathered.say(shop="S03")
    chain.shop.do("back")
    chain.shop.do("back")
    ask_for_cola(chain.shop)
    carried(chain)
    chain.shop.do("choose", "S02")
    assert chain.shop.strip == "This list is for another shop. Send it first."


def test_a_shop_of_its_own_is_not_offered_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop.db", role="warehouse")
    shop.start()
    shop.sign_in("tom")
    shop.act("enquiry")
    shop.scan(COLA)
    assert "elsewhere" not in {a.id for a in shop.body.more}
    shop.close()


def test_kept_goods_of_another_shop_are_not_free(chain: Chain) -> None:
    put_answer(chain.shop.store, Answer("x", "cola", 1, "", (ShopStock("S02", 5000, 2000, 12_000, 0),)))
    ask_for_cola(chain.shop)
    assert rows(chain.shop) == [("North shop", "3 · 12", "never heard of")]


def test_what_a_newer_program_wrote_is_no_answer(chain: Chain) -> None:
    chain.shop.store.settings.put("x", "y")
    from kiosk.store import schema

    schema.set_meta(chain.shop.store.book, "elsewhere.answer", msgspec.json.encode({"number": 7}).decode())
    ask_for_cola(chain.shop)
    assert rows(chain.shop) == []
