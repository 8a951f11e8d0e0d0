from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.transfer_page import TransferPage
from kiosk.flows.transfer_receiving import TakingIn
from kiosk.flows.transfers import Transfers
from kiosk.flows.views import ApprovalView, ChoiceView
from kiosk.hw.ports import Signal
from kiosk.store.documents_transfers import TransferClosed, TransferDispatched, TransferReceived
from tests.flows.goods import COLA, COLA_CASE, RICE, WATER, milk_batch
from tests.flows.keeper import number, open_stockroom, strip
from tests.flows.neighbour import Chain
from tests.flows.shop import Shop


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    chain = Chain(tmp_path, "lee")
    yield chain
    chain.close()


def state(shop: Shop, transfer_id: str) -> str:
    found = shop.store.transfers.get(transfer_id)
    return found.state if found else ""


def page(shop: Shop, transfer_id: str) -> Shop:
    shop.act("transfers")
    shop.do("choose", transfer_id)
    return shop


def take_in(shop: Shop, transfer_id: str) -> Shop:
    page(shop, transfer_id)
    shop.act("take_in")
    return shop


def home(shop: Shop) -> None:
    while len(shop.counter.stack) > 1:
        shop.do("back")


# --- asking


def test_what_is_asked_for_reaches_the_other_shop(chain: Chain) -> None:
    shop = chain.shop
    shop.act("transfers")
    shop.act("ask")
    shop.scan(WATER)
    shop.do("ask_number")
    shop.do("answer", 12_000)
    shop.scan(COLA_CASE)
    assert [(str(r.name), str(r.number)) for r in shop.body.rows] == [("Cola", "24"), ("Water", "12")]
    shop.act("done")
    assert strip(shop).startswith("Asked of North shop: 2 rows, ")
    chain.travel()
    (request,) = chain.north.transfers.open()
    assert (request.peer, request.inward, request.state) == ("S01", False, "asked")
    assert [(g.product_id, g.asked) for g in chain.north.transfers.goods(request.id)] == [
        ("water", 12_000), ("cola", 24_000),
    ]  # fmt: skip


def test_a_list_half_asked_survives_a_power_cut_and_can_be_undone_or_given_up(chain: Chain) -> None:
    shop = chain.shop
    shop.act("transfers")
    shop.act("ask")
    shop.scan(WATER)
    shop.scan(COLA)
    shop.restart()
    shop.sign_in("lee")
    shop.act("transfers")
    shop.act("ask")
    assert len(shop.body.rows) == 2
    shop.scan(COLA)
    assert number(shop) == "2"
    shop.act("undo")
    assert number(shop) == "1"
    shop.act("give_up")
    shop.do("confirm")
    assert shop.store.drafts.all("transfer ask") == ()
    assert isinstance(shop.front, Transfers)


def test_a_shop_without_others_says_that_there_are_none(tmp_path: Path) -> None:
    alone = open_stockroom(tmp_path, "lee")
    alone.act("transfers")
    assert str(alone.body.empty).startswith("This shop has no others")
    assert [a.id for a in alone.body.actions if not a.enabled] == ["ask", "send"]
    alone.act("ask")
    assert strip(alone).startswith("This shop has no others")
    alone.close()


# --- sending


def test_goods_picked_for_a_request_leave_the_stock_at_their_cost(chain: Chain) -> None:
    request = chain.asks(("water", 3))
    shop, before = chain.shop, chain.shop.on_hand("water")
    cost = shop.store.stock.level("water").average_cost
    page(shop, request)
    shop.act("pick")
    for _ in range(3):
        shop.scan(WATER)
    assert shop.on_hand("water") == before
    shop.act("done")
    assert shop.on_hand("water") == before - 3000
    assert state(shop, request) == "sent"
    chain.travel()
    (coming,) = [t for t in chain.north.transfers.open() if t.goods]
    assert (coming.state, coming.inward, coming.peer) == ("on_the_way", True, "S01")
    (goods,) = chain.north.transfers.goods(coming.id)
    assert (goods.sums.sent, goods.cost) == (3000, cost)
    assert chain.north.transfers.in_transit("water") == (3000, 0)
    assert chain.shop.store.transfers.in_transit("water") == (0, 3000)


def test_a_note_with_the_transfers_code_goes_with_the_goods(chain: Chain) -> None:
    shop = chain.shop
    shop.act("transfers")
    shop.act("send")
    shop.scan(WATER)
    shop.act("done")
    (paper,) = shop.devices.papers
    (sent,) = [t for t in shop.store.transfers.latest() if t.goods]
    assert sent.id in paper.paper.decode()
    home(shop)
    shop.scan(sent.id)
    assert isinstance(shop.front, TransferPage)


def test_goods_nobody_asked_for_are_scanned_and_sent(chain: Chain) -> None:
    shop, before = chain.shop, chain.shop.on_hand("cola")
    shop.act("transfers")
    shop.act("send")
    shop.scan(COLA_CASE)
    shop.scan(COLA)
    assert number(shop) == "25"
    shop.do("ask_number")
    shop.do("answer", 20_000)
    assert number(shop) == "20"
    shop.act("done")
    assert shop.on_hand("cola") == before - 20_000
    assert strip(shop).startswith("Sent to North shop: 1 row, ")


def test_who_sends_the_same_request_second_is_told_before_it_goes_out_twice(chain: Chain) -> None:
    request = chain.asks(("water", 3))
    shop = chain.shop
    page(shop, request)
    shop.act("pick")
    for _ in range(3):
        shop.scan(WATER)
    lines = shop.store.transfers.lines(request)
    shop.store.journal.append(
        TransferDispatched(source="S01", target="S02", lines=lines, request_id=request), actor="BOB"
    )
    shop.act("done")
    assert strip(shop).startswith("Somebody sent goods for this request meanwhile.")
    assert sum(1 for t in shop.store.transfers.latest() if t.goods) == 1


def test_a_request_is_refused_and_the_other_shop_hears_of_it(chain: Chain) -> None:
    request = chain.asks(("water", 3))
    shop = page(chain.shop, request)
    shop.act("end")
    shop.do("confirm")
    assert state(shop, request) == "ended"
    chain.travel()
    assert state(shop, request) == "ended"
    (said,) = chain.north.transfers.latest()
    assert said.state == "ended"


def test_goods_that_did_not_leave_are_taken_back(chain: Chain) -> None:
    shop, before = chain.shop, chain.shop.on_hand("water")
    shop.act("transfers")
    shop.act("send")
    shop.scan(WATER)
    shop.act("done")
    shop.do("choose", shop.body.rows[0].id)
    shop.act("take_back")
    shop.do("confirm")
    assert shop.on_hand("water") == before
    assert str(shop.body.hand.number) == "Ended"
    assert shop.store.transfers.in_transit("water") == (0, 0)


# --- taking in


def test_goods_taken_in_by_scan_are_on_hand_at_what_they_cost_over_there(chain: Chain) -> None:
    sent = chain.sends(("novelty", 2), ("rice", 1))
    shop = chain.shop
    take_in(shop, sent)
    assert str(shop.body.progress) == "0 / 2"
    shop.scan(RICE)
    assert (number(shop), shop.body.edge.tone) == ("1 / 1", "ok")
    shop.act("all")
    shop.do("confirm")
    assert str(shop.body.progress) == "2 / 2"
    shop.act("done")
    assert state(shop, sent) == "arrived"
    assert shop.on_hand("novelty") == 2000
    assert shop.store.stock.level("novelty").average_cost == 1_500_000
    chain.travel()
    assert chain.north.transfers.open() == ()
    assert chain.north.transfers.in_transit("rice") == (0, 0)


def test_a_note_that_is_scanned_opens_the_goods_that_come(chain: Chain) -> None:
    sent = chain.sends(("rice", 1))
    chain.shop.scan(sent)
    assert isinstance(chain.shop.front, TransferPage)
    chain.shop.act("take_in")
    assert isinstance(chain.shop.front, TakingIn)


def test_a_note_that_travels_faster_than_the_office_says_so(chain: Chain) -> None:
    chain.shop.act("transfers")
    chain.shop.scan("N0RTH1-99")
    assert strip(chain.shop).startswith("Nothing is known here of N0RTH1-99 yet.")
    chain.shop.scan("ZGL-A-01")
    assert strip(chain.shop).startswith("This is no note of a transfer.")


def test_the_number_of_any_of_its_documents_opens_a_transfer(chain: Chain) -> None:
    sent = chain.sends(("rice", 1))
    came = chain.shop.store.journal.append(received(chain.shop, sent), actor="BOB").id
    chain.shop.scan(came)
    assert str(chain.shop.body.title) == f"Transfer {sent}"


def test_what_comes_later_stays_on_its_way(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop = take_in(chain.shop, sent)
    shop.scan(WATER)
    shop.act("done")
    assert isinstance(shop.overlay, ChoiceView)
    shop.do("choose", "later")
    assert state(shop, sent) == "part_arrived"
    assert shop.store.transfers.in_transit("water") == (2000, 0)


def test_what_is_missing_is_written_down_as_lost(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop = take_in(chain.shop, sent)
    shop.scan(WATER)
    shop.act("done")
    shop.do("choose", "short")
    assert state(shop, sent) == "arrived"
    (closed,) = [s for s in shop.store.transfers.steps(sent) if s.about == "closed"]
    assert [(x.quantity, x.reason) for x in shop.store.transfers.lines(closed.id)] == [(2000, "short")]
    chain.travel()
    assert [t.state for t in chain.north.transfers.latest()] == ["arrived"]


def test_what_came_broken_is_not_taken_and_not_on_its_way_any_more(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop, before = chain.shop, chain.shop.on_hand("water")
    take_in(shop, sent)
    shop.act("all")
    shop.do("confirm")
    shop.act("damaged")
    shop.do("answer", 9000)
    assert str(shop.overlay.error) == "No more can be broken than came."
    shop.do("answer", 1000)
    shop.act("done")
    assert shop.on_hand("water") == before + 2000
    assert state(shop, sent) == "arrived"


def test_more_than_was_sent_is_amber_and_explained(chain: Chain) -> None:
    sent = chain.sends(("water", 1))
    shop, before = chain.shop, chain.shop.on_hand("water")
    take_in(shop, sent)
    shop.scan(WATER)
    shop.scan(WATER)
    assert strip(shop) == "More has come than is on its way."
    assert shop.body.edge.tone == "warn"
    shop.act("done")
    assert (shop.on_hand("water"), state(shop, sent)) == (before + 2000, "arrived")


def test_other_goods_than_were_sent_ask_first(chain: Chain) -> None:
    sent = chain.sends(("water", 1))
    shop, before = chain.shop, chain.shop.on_hand("rice")
    take_in(shop, sent)
    shop.scan(RICE)
    assert shop.devices.signals[-1] is Signal.UNKNOWN
    shop.do("cancel")
    assert shop.front.gathered.lines == {}
    shop.scan(RICE)
    shop.do("confirm")
    assert str(shop.body.hand.place) == "Was not sent"
    shop.scan(WATER)
    shop.act("done")
    assert (shop.on_hand("rice"), state(shop, sent)) == (before + 1000, "arrived")


def test_a_keeper_needs_somebody_who_agrees_to_a_difference(tmp_path: Path) -> None:
    chain = Chain(tmp_path, "tom")
    sent = chain.sends(("water", 2))
    shop = take_in(chain.shop, sent)
    shop.scan(WATER)
    shop.act("done")
    shop.do("choose", "short")
    assert isinstance(shop.overlay, ApprovalView)
    shop.approve("lee")
    assert state(shop, sent) == "arrived"
    chain.close()


def test_batches_come_as_they_were_sent(chain: Chain) -> None:
    sent = chain.sends(("milk", 2), batch="L9", expiry="2026-09-01")
    shop = take_in(chain.shop, sent)
    shop.scan(milk_batch("L9", "260901"))
    shop.scan("ZGL-A-01")
    shop.scan(milk_batch("L9", "260901"))
    shop.act("done")
    lies = [(r.location, r.batch, r.quantity) for r in shop.store.stockroom.where("milk") if r.batch]
    assert lies == [("A-01", "L9", 2000)]


def test_an_unloading_survives_a_power_cut(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop = take_in(chain.shop, sent)
    shop.scan(WATER)
    shop.scan(WATER)
    shop.act("undo")
    shop.restart()
    shop.sign_in("lee")
    take_in(shop, sent)
    assert str(shop.body.rows[0].number) == "1 / 3"


# --- two at once


def received(shop: Shop, sent: str) -> TransferReceived:
    """What the next terminal wrote."""
    return TransferReceived(source="S02", target="S01", lines=shop.store.transfers.lines(sent), transfer_id=sent)


def test_two_keepers_never_take_the_same_in_twice_without_a_question(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop = take_in(chain.shop, sent)
    shop.act("all")
    shop.do("confirm")
    shop.store.journal.append(received(shop, sent), actor="BOB")
    shop.act("done")
    assert str(shop.overlay.title) == "Is this the same delivery?"
    shop.do("cancel")
    assert state(shop, sent) == "arrived"


def test_taken_in_twice_without_knowing_of_each_other_it_differs_until_one_is_taken_back(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop, before = chain.shop, chain.shop.on_hand("water")
    for _ in range(2):
        shop.store.journal.append(received(shop, sent), actor="BOB")
    assert state(shop, sent) == "differs"
    page(shop, sent)
    assert shop.body.hand.tone == "error"
    shop.act("explain")
    twice = [o.id for o in shop.overlay.options]
    assert len([o for o in twice if o.startswith("undo ")]) == 2
    shop.do("choose", twice[0])
    assert (state(shop, sent), shop.on_hand("water")) == ("arrived", before + 3000)
    assert any("taken back later" in str(r.name) for r in shop.body.rows)


def test_what_never_comes_is_explained_on_the_transfers_page(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    shop = take_in(chain.shop, sent)
    shop.scan(WATER)
    shop.act("done")
    shop.do("choose", "later")
    shop.do("choose", sent)
    shop.act("explain")
    shop.do("choose", "damaged")
    assert state(shop, sent) == "arrived"
    assert any("Broken on the way" in str(r.detail) for r in shop.body.rows)
    assert not [a for a in shop.body.actions if a.id in ("explain", "take_in")]


# --- the list, the enquiry


def test_the_list_says_whose_turn_it_is_and_the_task_counts_them(chain: Chain) -> None:
    sent, asked = chain.sends(("water", 3)), chain.asks(("cola", 1))
    shop = chain.shop
    assert next(a for a in shop.body.tasks if a.id == "transfers").badge == 2
    shop.act("transfers")
    rows = {r.id: [str(r.name), str(r.number)] for r in shop.body.rows}
    assert rows == {sent: ["From North shop", "On its way"], asked: ["North shop asks", "Asked for"]}
    shop.scan(WATER)
    assert strip(shop).startswith("This is no note of a transfer.")


def test_all_shows_those_that_ended_too(chain: Chain) -> None:
    asked = chain.asks(("cola", 1))
    chain.writes(TransferClosed(source="S01", target="S02", lines=(), transfer_id=asked))
    shop = chain.shop
    shop.act("transfers")
    assert shop.body.rows == ()
    shop.act("all")
    assert [r.id for r in shop.body.rows] == [asked]


def test_looked_up_goods_say_what_is_on_its_way(chain: Chain) -> None:
    chain.sends(("water", 3))
    chain.shop.act("enquiry")
    chain.shop.scan(WATER)
    assert "On its way here: 3" in [str(f) for f in chain.shop.body.hand.facts]


def test_and_with_which_transfer_and_that_opens(chain: Chain) -> None:
    sent = chain.sends(("water", 3))
    chain.shop.act("enquiry")
    chain.shop.scan(WATER)
    row = chain.shop.body.rows[-1]
    assert (str(row.name), str(row.number), str(row.detail)) == ("From North shop", "3", f"On its way: {sent}")
    chain.shop.do("choose", row.id)
    assert isinstance(chain.shop.front, TransferPage)


def test_what_this_shop_asks_for_says_so(chain: Chain) -> None:
    shop = chain.shop
    shop.act("transfers")
    shop.act("ask")
    shop.scan(WATER)
    shop.act("done")
    (row,) = shop.body.rows
    assert (str(row.name), str(row.number)) == ("Asked of North shop", "Asked for")
    shop.do("choose", row.id)
    assert [a.id for a in shop.body.actions] == ["end"]
    assert shop.store.transfers.goods(row.id)[0].asked == 1000
