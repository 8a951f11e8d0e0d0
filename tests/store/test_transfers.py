from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.store.digests import table_digests
from kiosk.store.documents import StoreSaved
from kiosk.store.documents_transfers import (
    TransferAnnounced,
    TransferClosed,
    TransferDispatched,
    TransferLine,
    TransferReceived,
    TransferRequested,
)
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from tests.store.shop import new_store, own_entries, received

FAR = "K7QXMP-7"
"""What the shop S02 wrote."""


def goods(product: str = "p1", pieces: int = 10, cost: int | None = 500_000, **more: str) -> TransferLine:
    return TransferLine(product_id=product, quantity=Quantity(pieces * 1000), cost=cost, **more)


def told(about: str = "dispatched", *lines: TransferLine, original: str = FAR, **more: str) -> TransferAnnounced:
    """What the office says that S02 wrote, of goods to S01."""
    facts = {"source": "S02", "target": "S01", "transfer_id": original} | more
    return TransferAnnounced(
        about=about, original=original, at=1, actor="N1", author="S02", lines=lines or (goods(),), **facts
    )


def write(store: Store, *documents: object) -> str:
    entries = [store.journal.append(d, actor="1001") for d in documents]  # type: ignore[arg-type]
    return entries[-1].id


def take_in(*lines: TransferLine, **more: str) -> TransferReceived:
    return TransferReceived(source="S02", target="S01", lines=lines or (goods(),), transfer_id=FAR, **more)


def send(*lines: TransferLine, **more: str) -> TransferDispatched:
    return TransferDispatched(source="S01", target="S02", lines=lines or (goods(),), **more)


def state(store: Store, transfer_id: str) -> str:
    found = store.transfers.get(transfer_id)
    return found.state if found else ""


def test_goods_that_are_sent_leave_the_stock_and_are_on_their_way(store: Store) -> None:
    write(store, received("p1", 30_000, 40))
    sent = write(store, send())
    assert store.stock.level("p1").on_hand == 20_000
    assert store.stock.level("p1").average_cost == 400_000
    assert store.transfers.in_transit("p1") == (0, 10_000)
    found = store.transfers.get(sent)
    assert found is not None
    assert (found.peer, found.inward, found.goods, found.state, found.lines) == ("S02", False, True, "on_the_way", 1)


def test_goods_that_come_bring_what_they_cost_over_there(store: Store) -> None:
    write(store, received("p1", 10_000, 40))
    write(store, told(), take_in())
    assert (store.stock.level("p1").on_hand, store.stock.level("p1").average_cost) == (20_000, 450_000)
    assert store.transfers.in_transit("p1") == (0, 0)
    assert state(store, FAR) == "arrived"


def test_what_the_office_tells_moves_no_stock(store: Store) -> None:
    write(store, told())
    assert store.stock.level("p1").on_hand == 0
    assert store.transfers.in_transit("p1") == (10_000, 0)
    assert store.transfers.waiting() == 1


def test_told_twice_it_is_known_once(store: Store) -> None:
    write(store, told(), told())
    assert store.transfers.in_transit("p1") == (10_000, 0)
    assert len(store.transfers.steps(FAR)) == 1


def test_a_part_that_came_and_what_is_missing_add_up(store: Store) -> None:
    write(store, told(), take_in(goods(pieces=4)))
    assert (state(store, FAR), store.transfers.in_transit("p1")) == ("part_arrived", (6_000, 0))
    missing = (goods(pieces=6, reason="short"),)
    write(store, TransferClosed(source="S02", target="S01", lines=missing, transfer_id=FAR))
    assert (state(store, FAR), store.transfers.in_transit("p1")) == ("arrived", (0, 0))
    (found,) = store.transfers.goods(FAR)
    assert (found.sums.sent, found.sums.came, found.sums.missing) == (10_000, 4_000, 6_000)


def test_taken_in_twice_it_differs_until_one_is_taken_back(store: Store) -> None:
    write(store, told(), take_in())
    second = write(store, take_in())
    assert (state(store, FAR), store.transfers.differing()) == ("differs", 1)
    back = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in store.transfers.lines(second))
    write(store, take_in(*back, undoes=second))
    assert (state(store, FAR), store.transfers.differing()) == ("arrived", 0)
    assert store.stock.level("p1").on_hand == 10_000


def test_goods_taken_back_before_they_left_are_on_hand_again(store: Store) -> None:
    sent = write(store, send())
    back = tuple(replace(x, quantity=Quantity(-x.quantity)) for x in store.transfers.lines(sent))
    write(store, send(*back, undoes=sent))
    assert (state(store, sent), store.stock.level("p1").on_hand) == ("ended", 0)
    assert store.transfers.in_transit("p1") == (0, 0)
    assert store.transfers.open() == ()


def test_a_request_stands_by_what_was_sent_for_it(store: Store) -> None:
    asked = told("requested", goods(pieces=10), original="K7QXMP-3", source="S01", target="S02")
    write(store, asked)
    assert state(store, "K7QXMP-3") == "asked"
    write(store, send(goods(pieces=4), request_id="K7QXMP-3"))
    assert state(store, "K7QXMP-3") == "part_sent"
    (found,) = store.transfers.goods("K7QXMP-3")
    assert (found.asked, found.sums.sent) == (10_000, 4_000)
    write(store, send(goods(pieces=6), request_id="K7QXMP-3"))
    assert state(store, "K7QXMP-3") == "sent"


def test_a_request_that_is_ended_waits_for_nothing_more(store: Store) -> None:
    asked = write(store, TransferRequested(source="S02", target="S01", lines=(goods(),)))
    assert [t.inward for t in store.transfers.open()] == [True]
    write(store, TransferClosed(source="S02", target="S01", lines=(), transfer_id=asked))
    assert (state(store, asked), store.transfers.open()) == ("ended", ())


def test_batches_of_one_product_stand_for_themselves(store: Store) -> None:
    lines = goods(batch="A", expiry="2026-01-01"), goods(batch="B")
    write(store, told("dispatched", *lines), take_in(lines[0]))
    assert [(g.batch, g.expiry, g.sums.in_transit) for g in store.transfers.goods(FAR)] == [
        ("A", "2026-01-01", 0), ("B", "", 10_000),
    ]  # fmt: skip
    assert [(r.batch, r.quantity) for r in store.stockroom.where("p1") if r.batch] == [("A", 10_000)]


def test_every_step_leads_to_its_transfer(store: Store) -> None:
    write(store, told())
    came = write(store, take_in())
    assert [(s.id, s.about, s.author) for s in store.transfers.steps(FAR)] == [
        (FAR, "dispatched", "S02"), (came, "received", "S01"),
    ]  # fmt: skip
    assert store.transfers.of(came) == FAR
    assert store.transfers.of("NONE00-1") == ""


def test_the_other_shops_are_those_of_the_chain(store: Store) -> None:
    write(store, StoreSaved(id="S01", name_zh="城南", name_en="South"))
    assert store.transfers.shops() == ()
    write(store, StoreSaved(id="S02", name_zh="城北", name_en="North"))
    assert [s.id for s in store.transfers.shops()] == ["S02"]


@pytest.mark.parametrize(
    "wrong",
    [
        TransferDispatched(source="S01", target="S01", lines=(goods(),)),
        TransferDispatched(source="S02", target="S03", lines=(goods(),)),
        TransferDispatched(source="S02", target="S01", lines=(goods(),)),
        TransferReceived(source="S01", target="S02", lines=(goods(),), transfer_id=FAR),
    ],
)
def test_nobody_writes_what_another_shop_does(store: Store, wrong: TransferDispatched) -> None:
    with pytest.raises(ValueError, match="shop"):
        store.journal.append(wrong, actor="1001")
    assert store.stock.level("p1").on_hand == 0


def test_no_shop_tells_another_what_comes(store: Store) -> None:
    with pytest.raises(ValueError, match="office"):
        write(store, told(source="S02", target="S03"))
    assert store.transfers.in_transit("p1") == (0, 0)


def test_it_stands_the_same_whatever_comes_first(tmp_path: Path, empty: Store) -> None:
    """Three origins: the office's word, and two tills that took goods in without knowing of it or each other."""
    sources = []
    for n, document in enumerate((told(), take_in(goods(pieces=4)), take_in(goods(pieces=6)))):
        other = new_store(tmp_path / str(n))
        other.journal.append(document, actor="1001")
        sources += own_entries(other)
        other.close()
    digests = set()
    for number, order in enumerate(permutations(sources)):
        reader = new_store(tmp_path / f"r{number}")
        assert [reader.journal.receive(e) for e in order] == ["posted"] * 3
        assert state(reader, FAR) == "arrived"
        digests.add(str(table_digests(reader.book)))
        reader.close()
    for e in sources:
        empty.journal.receive(e)
    digests.add(str(table_digests(empty.book)))
    assert len(digests) == 1
