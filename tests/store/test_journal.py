from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.exc import Refused
from kiosk.store.digests import table_digest
from kiosk.store.documents import ActAudited, BasketResumed, CustomerPaid, TaxSaved
from kiosk.store.entry import decode, encode, holds
from kiosk.store.store import Store
from kiosk.trade.basket import Basket
from kiosk.trade.money import Money, Rate
from tests.store.shop import NOON, Clock, copy_all, new_store, open_shift, own_entries, refund, sale

ACT = ActAudited(act="signin.succeeded", detail={"user": "1001", "at": "T1"})


def test_an_entry_can_be_found_by_the_id_printed_on_its_receipt(store: Store) -> None:
    shift = open_shift(store)
    entry = store.journal.append(sale(shift), actor="1001")
    assert entry.id == f"{store.origin}-{entry.seq}"
    assert store.journal.get(entry.id) == entry
    assert store.journal.document(entry.id) == sale(shift)


@pytest.mark.parametrize("nothing", ["", "nonsense", "K7QXMP-0", "ZZZZZZ-1", "K7QXMP-99999999999999999999"])
def test_what_is_no_entry_of_ours_is_not_found(store: Store, nothing: str) -> None:
    assert store.journal.get(nothing) is None
    assert store.journal.document(nothing) is None


def test_numbers_have_no_gaps_and_digests_chain(store: Store) -> None:
    for _ in range(5):
        store.journal.append(ACT, actor="1001")
    entries = own_entries(store)
    assert [e.seq for e in entries] == list(range(1, len(entries) + 1))
    before = b""
    for entry in entries:
        assert holds(entry, before)
        before = entry.digest


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "1002"}, {"at": NOON + 1}, {"kind": "cash.moved"}, {"version": 2}, {"store_id": "S02"},
        {"body": b"{}"}, {"seq": 7}, {"origin": "AAAAAA"},
    ],
)  # fmt: skip
def test_no_field_of_an_entry_can_be_changed_unnoticed(store: Store, change: dict[str, object]) -> None:
    first, second = own_entries(store)[:2]
    assert holds(second, first.digest)
    assert not holds(replace(second, **change), first.digest)  # type: ignore[arg-type]


def test_a_document_has_one_canonical_form() -> None:
    one = ActAudited(act="x", detail={"b": "2", "a": "1"})
    other = ActAudited(act="x", detail={"a": "1", "b": "2"})
    assert encode(one) == encode(other) == b'{"act":"x","detail":{"a":"1","b":"2"}}'
    assert decode("act.audited", 1, encode(one)) == one


def test_a_clock_that_jumps_back_never_turns_time_back(store: Store, clock: Clock) -> None:
    before = store.journal.append(ACT, actor="1001").at
    clock.now -= 86_400_000
    assert store.journal.append(ACT, actor="1001").at == before
    clock.now = before + 5
    assert store.journal.append(ACT, actor="1001").at == before + 5


def test_what_was_written_after_seeing_anothers_entry_is_later_than_it(tmp_path: Path, store: Store) -> None:
    ahead = new_store(tmp_path, "S02", Clock(NOON + 3_600_000))
    theirs = ahead.journal.append(ACT, actor="1001")
    assert store.journal.receive(theirs) == "posted"
    assert store.journal.append(ACT, actor="1001").at > theirs.at
    ahead.close()


def test_a_failing_receipt_leaves_nothing_of_its_sale(store: Store) -> None:
    shift = open_shift(store)
    store.baskets.save(Basket("b1"))
    count = store.journal.count()

    def broken(_entry: object) -> list[tuple[str, bytes]]:
        raise RuntimeError("no paper layout")

    with pytest.raises(RuntimeError):
        store.journal.append(sale(shift), actor="1001", jobs=broken, clear_basket=True)
    assert store.journal.count() == count
    assert store.sales.recent() == ()
    assert store.baskets.load() == Basket("b1")
    assert store.stock.level("p1").on_hand == 0


def test_a_sale_queues_its_receipt_and_empties_the_counter_in_one_go(store: Store) -> None:
    shift = open_shift(store)
    store.baskets.save(Basket("b1"))
    entry = store.journal.append(
        sale(shift), actor="1001", jobs=lambda e: [(f"Receipt {e.id}", b"{}")], clear_basket=True
    )
    job = store.prints.next()
    assert job is not None
    assert (job.title, job.entry_id) == (f"Receipt {entry.id}", entry.id)
    assert store.baskets.load() is None


def test_an_import_is_whole_or_not_at_all(store: Store) -> None:
    count = store.journal.count()
    tax = TaxSaved(id="zero", name_zh="零", name_en="Zero", rate=Rate(0))
    with pytest.raises(Refused):
        store.journal.append_many([tax, BasketResumed(suspended_id="ZZZZZZ-1")], actor="1001")
    assert store.journal.count() == count
    assert [t.id for t in store.catalogue.taxes()] == ["vat13"]


def test_a_document_may_not_refer_to_one_that_is_not_here(store: Store) -> None:
    with pytest.raises(Refused, match="ZZZZZZ-9"):
        store.journal.append(
            CustomerPaid(shift_id="ZZZZZZ-9", terminal="T1", customer_id="c", amount=Money(1), tender="cash"), actor="1"
        )


def test_entries_not_yet_at_the_office_are_counted(store: Store) -> None:
    assert store.journal.waiting() == store.journal.count()
    store.journal.acknowledge(4)
    assert store.journal.waiting() == store.journal.count() - 4


class TestReceiving:
    @pytest.fixture
    def other(self, tmp_path: Path) -> Store:
        other = new_store(tmp_path / "other", "S01", Clock(NOON + 50))
        yield other
        other.close()

    def test_the_same_entry_twice_is_a_duplicate_and_changes_nothing(self, store: Store, other: Store) -> None:
        assert set(copy_all(store, other)) == {"posted"}
        count = other.journal.count()
        assert set(copy_all(store, other)) == {"duplicate"}
        assert other.journal.count() == count

    def test_another_entry_under_a_taken_number_is_kept_apart(self, store: Store, other: Store) -> None:
        copy_all(store, other)
        fork = replace(own_entries(store)[2], actor="somebody else")
        assert other.journal.receive(fork) == "fork"
        assert other.journal.get(fork.id) == own_entries(store)[2]

    def test_an_entry_before_its_turn_is_not_taken(self, store: Store, other: Store) -> None:
        assert other.journal.receive(own_entries(store)[3]) == "gap"
        assert other.journal.count() == 0

    def test_a_broken_digest_quarantines_one_entry_and_no_other(self, store: Store, other: Store) -> None:
        first, second, third = own_entries(store)[:3]
        assert other.journal.receive(first) == "posted"
        assert other.journal.receive(replace(second, body=second.body + b" ")) == "quarantined"
        assert other.journal.receive(third) == "posted"

    @pytest.mark.parametrize("kind, version", [("sale.of.the.future", 1), ("tax.saved", 99)])
    def test_an_entry_of_a_newer_program_is_kept_for_later(
        self, store: Store, other: Store, kind: str, version: int
    ) -> None:
        from kiosk.store.entry import chain

        first, second = own_entries(store)[:2]
        strange = replace(first, kind=kind, version=version, digest=b"")
        fields = (strange.store_id, strange.origin, 1, strange.at, strange.actor, kind, version, strange.body)
        strange = replace(strange, digest=chain(b"", *fields))
        assert other.journal.receive(strange) == "quarantined"
        assert other.journal.get(strange.id) == strange
        assert other.journal.receive(second) == "quarantined"  # its digest follows from the real first

    def test_a_refund_waits_for_the_sale_it_refers_to(self, store: Store, other: Store, tmp_path: Path) -> None:
        shift = open_shift(store)
        sold = store.journal.append(sale(shift), actor="1001")
        till = new_store(tmp_path / "till", "S01", Clock(NOON + 99))
        copy_all(store, till)
        till_shift = open_shift(till)
        back = till.journal.append(refund(till_shift, sold.id, 1), actor="1001")

        results = copy_all(till, other)
        assert results[-1] == "pending"
        assert other.sales.recent() == ()
        copy_all(store, other)
        assert {row.id for row in other.sales.recent()} == {sold.id, back.id}
        assert other.sales.sold_lines(sold.id)[0].left == 0
        till.close()

    def test_a_document_that_cannot_be_posted_blocks_none_after_it(self, store: Store, other: Store) -> None:
        huge = msgspec.structs.replace(sale(open_shift(store)), total=Money(1 << 62))
        store.journal.append(huge, actor="1001")
        body_too_big = own_entries(store)[-1]
        assert body_too_big.seq == store.journal.count()
        wrong = replace(body_too_big, body=body_too_big.body.replace(str(1 << 62).encode(), str(1 << 70).encode()))
        from kiosk.store.entry import chain

        before = own_entries(store)[-2].digest
        fields = (wrong.store_id, wrong.origin, wrong.seq, wrong.at, wrong.actor, wrong.kind, wrong.version, wrong.body)
        wrong = replace(wrong, digest=chain(before, *fields))
        copied = [other.journal.receive(e) for e in own_entries(store)[:-1]]
        assert set(copied) == {"posted"}
        assert other.journal.receive(wrong) == "quarantined"
        assert other.sales.recent() == ()
        assert open_shift(other)

    def test_many_at_once_are_answered_as_they_are_one_by_one(self, store: Store, other: Store, tmp_path: Path) -> None:
        from kiosk.store.entry import chain

        entries = own_entries(store)
        unknown = replace(entries[-1], seq=entries[-1].seq + 1, kind="sale.of.the.future", version=1)
        fields = (unknown.store_id, unknown.origin, unknown.seq, unknown.at, unknown.actor, unknown.kind, 1)
        unknown = replace(unknown, digest=chain(entries[-1].digest, *fields, unknown.body))
        early = replace(unknown, seq=unknown.seq + 5)
        broken = replace(unknown, seq=unknown.seq + 1, kind="tax.saved")
        batch = [*entries[:4], entries[1], *entries[4:], unknown, early, broken]

        single = new_store(tmp_path / "single", "S01", Clock(NOON + 70))
        expected = [single.journal.receive(e) for e in batch]
        assert other.journal.receive_many(batch) == expected
        assert {"posted", "duplicate", "quarantined", "gap"} == set(expected)
        assert table_digest(other.book) == table_digest(single.book)
        single.close()
