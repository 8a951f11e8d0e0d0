"""What the office does with what terminals say: nothing lost, nothing twice, nobody speaks for another."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.tables import TABLES
from kiosk.store.documents import KINDS, CustomerSaved, StoreSaved, TaxSaved
from kiosk.store.entry import chain
from kiosk.store.store import Store
from kiosk.trade.money import Rate
from kiosk.wire.http import AGAIN
from kiosk.wire.messages import Enrol, Push, to_wire
from tests.office.conftest import now, water


@pytest.fixture
def till(tmp_path: Path):
    store = Store.create(tmp_path / "till.db", "S01", "T1", clock=now)
    for number in range(4):
        store.journal.append(CustomerSaved(id=f"C{number}", name="陈"), actor="1")
    yield store
    store.close()


def let_in(office: Office, store: Store) -> Terminal:
    answer = office.enrol(Enrol(office.invite(store.store_id), store.origin))
    return office.members.known(answer.token)


def batch(store: Store, after: int = 0, count: int = 100, before: bytes | None = None) -> Push:
    entries = store.journal.entries(store.origin, after, count)
    known = store.journal.digest_at(store.origin, after) if before is None else before
    assert known is not None
    return Push(store.origin, known.hex(), [to_wire(e) for e in entries])


def outcomes(office: Office, terminal: Terminal, push: Push) -> list[str]:
    return [r.outcome for r in office.push(terminal, push).receipts]


def customers(office: Office) -> list[tuple[object, ...]]:
    return office.store.book.sql("SELECT id FROM customer ORDER BY id")


class TestPushing:
    def test_what_is_answered_stored_is_there_and_has_its_place_in_the_shops_feed(
        self, office: Office, till: Store
    ) -> None:
        terminal = let_in(office, till)
        answer = office.push(terminal, batch(till))
        assert [r.outcome for r in answer.receipts] == ["stored"] * 4
        assert (answer.last_seq, answer.last_digest) == (4, till.journal.digest_at(till.origin, 4).hex())  # type: ignore[union-attr]
        assert [e.id for _, e in office.store.feeds.page("store/S01", 0, 10)[0]] == [
            f"{till.origin}-{n}" for n in (1, 2, 3, 4)
        ]
        assert len(customers(office)) == 4

    def test_a_lost_answer_and_a_retry_make_no_second_sale(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        office.push(terminal, batch(till, 0, 3))
        assert outcomes(office, terminal, batch(till)) == ["duplicate"] * 3 + ["stored"]
        assert office.store.feeds.get("store/S01").position == 4  # type: ignore[union-attr]
        assert len(customers(office)) == 4

    def test_a_gap_is_told_and_nothing_is_stored(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        answer = office.push(terminal, batch(till, 2))
        assert [r.outcome for r in answer.receipts] == ["gap"] * 2
        assert (answer.last_seq, answer.last_digest) == (0, "")

    def test_one_bad_entry_is_kept_aside_and_blocks_none_after_it(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        entries = till.journal.entries(till.origin)
        bad = replace(entries[1], kind="sale.of.the.future")
        chained, before = [entries[0]], entries[0].digest
        for e in (bad, entries[2], entries[3]):
            digest = chain(before, e.store_id, e.origin, e.seq, e.at, e.actor, e.kind, e.version, e.body)
            chained.append(replace(e, digest=digest))
            before = digest
        push = Push(till.origin, "", [to_wire(e) for e in chained])
        assert outcomes(office, terminal, push) == ["stored", "quarantined", "stored", "stored"]
        assert [entry_id for entry_id, _ in office.store.journal.quarantined()] == [bad.id]
        assert office.store.feeds.get("store/S01").position == 4  # type: ignore[union-attr]
        assert [a.kind for a in office.alarms.open()] == ["quarantine"]

    def test_a_chain_that_does_not_fit_is_kept_aside(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        entries = till.journal.entries(till.origin)
        push = Push(till.origin, "", [to_wire(replace(entries[0], actor="somebody else"))])
        assert outcomes(office, terminal, push) == ["quarantined"]

    def test_nobody_writes_in_anothers_name_or_shop(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        push = batch(till)
        forged = [
            Push("ZZZZZZ", "", push.entries),
            Push(till.origin, "", [to_wire(replace(till.journal.entries(till.origin)[0], origin="ZZZZZZ"))]),
            Push(till.origin, "", [to_wire(replace(till.journal.entries(till.origin)[0], store_id="S02"))]),
        ]
        for one in forged:
            with pytest.raises(OfficeRefusal) as refused:
                office.push(terminal, one)
            assert refused.value.status == 403
        assert office.store.journal.tip(till.origin) is None

    def test_a_clock_in_the_future_is_an_alarm_once_a_day(self, office: Office, tmp_path: Path) -> None:
        wrong = Store.create(tmp_path / "wrong.db", "S01", clock=lambda: now() + 10**11)
        wrong.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
        wrong.journal.append(CustomerSaved(id="C2", name="陈"), actor="1")
        terminal = let_in(office, wrong)
        for after in (0, 1):
            office.push(terminal, batch(wrong, after, 1))
        assert [a.kind for a in office.alarms.open()] == ["clock"]
        own = office.store.journal.append(water(300), actor="admin")
        assert own.at < now() + 2 * 86_400_000
        wrong.close()


class TestForks:
    def test_a_copied_card_is_told_and_harms_nobody(self, office: Office, till: Store, tmp_path: Path) -> None:
        terminal = let_in(office, till)
        office.push(terminal, batch(till))
        till.book.sql("PRAGMA wal_checkpoint(TRUNCATE)")
        copy_path = tmp_path / "copy.db"
        copy_path.write_bytes(till.path.read_bytes())
        copy = Store.open(copy_path, clock=now)
        till.journal.append(CustomerSaved(id="first", name="一"), actor="1")
        copy.journal.append(CustomerSaved(id="second", name="二"), actor="1")
        copy.journal.append(CustomerSaved(id="third", name="三"), actor="1")
        assert outcomes(office, terminal, batch(till, 4)) == ["stored"]
        assert outcomes(office, terminal, batch(copy, 4)) == ["fork", "fork"]
        till.journal.append(CustomerSaved(id="fourth", name="四"), actor="1")
        assert outcomes(office, terminal, batch(copy, 5)) == ["fork"]
        assert outcomes(office, terminal, batch(till, 5)) == ["stored"]
        assert [a.kind for a in office.alarms.open()] == ["fork"]
        assert office.store.book.sql("SELECT count(*) FROM fork") == [(2,)]
        copy.close()

    def test_the_one_that_is_told_goes_on_under_a_new_origin(self, office: Office, till: Store) -> None:
        token = office.enrol(Enrol(office.invite("S01", "T1"), till.origin)).token
        again = office.enrol(Enrol(AGAIN, "NEWW01"), token=token)
        assert (again.store_id, again.terminal) == ("S01", "T1")
        assert office.members.known(again.token).origin == "NEWW01"
        with pytest.raises(OfficeRefusal):
            office.enrol(Enrol(AGAIN, "NEWW02"), token="stolen")


class TestJoining:
    def test_a_code_serves_once_for_a_quarter_of_an_hour(self, office: Office) -> None:
        code = office.invite("S01")
        office.enrol(Enrol(code, "AAAAAA"))
        with pytest.raises(OfficeRefusal):
            office.enrol(Enrol(code, "BBBBBB"))
        late = office.invite("S01")
        office.clock = lambda: now() + 16 * 60_000
        with pytest.raises(OfficeRefusal):
            office.enrol(Enrol(late, "CCCCCC"))

    def test_guessing_codes_is_slowed_down(self, office: Office) -> None:
        statuses = []
        for _ in range(12):
            with pytest.raises(OfficeRefusal) as refused:
                office.enrol(Enrol("AAAAAAAA", "AAAAAA"), address="10.0.0.9")
            statuses.append(refused.value.status)
        assert statuses == [403] * 10 + [429] * 2
        assert office.enrol(Enrol(office.invite("S01"), "AAAAAA"), address="10.0.0.8")

    def test_a_revoked_token_is_worth_nothing_at_once(self, office: Office, till: Store) -> None:
        answer = office.enrol(Enrol(office.invite("S01"), till.origin))
        office.members.revoke(till.origin)
        with pytest.raises(OfficeRefusal) as refused:
            office.members.known(answer.token)
        assert refused.value.status == 401

    def test_tokens_and_codes_are_not_to_be_read_in_the_database(self, office: Office, till: Store) -> None:
        code = office.invite("S01")
        token = office.enrol(Enrol(code, till.origin)).token
        held = repr([office.store.book.sql(f"SELECT * FROM {model._meta.table_name}") for model in TABLES])
        assert till.origin in held
        assert token not in held
        assert code not in held

    def test_nobody_joins_with_an_origin_that_writes_elsewhere(self, office: Office, till: Store) -> None:
        let_in(office, till)
        with pytest.raises(OfficeRefusal):
            office.enrol(Enrol(office.invite("S02"), till.origin))
        with pytest.raises(OfficeRefusal):
            office.enrol(Enrol(office.invite("S01"), office.store.feeds.ensure("catalogue").origin))


class TestFeeds:
    def test_own_entries_come_back_as_their_ids(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        office.push(terminal, batch(till))
        page = office.page(terminal, "store/S01", 1, 2)
        assert [i.own for i in page.items] == [f"{till.origin}-2", f"{till.origin}-3"]
        assert (page.after, page.head) == (1, 4)

    def test_anothers_feed_is_not_read(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        office.invite("S02")
        for feed in ("store/S02", "store/HQ", "nothing"):
            with pytest.raises(OfficeRefusal) as refused:
                office.page(terminal, feed, 0, 10)
            assert refused.value.status == 403

    def test_a_place_that_does_not_fit_is_told(self, office: Office, till: Store) -> None:
        terminal = let_in(office, till)
        with pytest.raises(OfficeRefusal) as refused:
            office.page(terminal, "catalogue", 1, 10, "00" * 16)
        assert refused.value.status == 409

    def test_who_shows_more_than_the_office_knows_tells_it_that_it_was_restored(
        self, office: Office, till: Store
    ) -> None:
        terminal = let_in(office, till)
        lineage, origin = office.lineage, office.store.feeds.ensure("catalogue").origin
        with pytest.raises(OfficeRefusal) as refused:
            office.page(terminal, "catalogue", 99, 10, "00" * 16)
        assert refused.value.status == 409
        assert office.lineage != lineage
        assert office.store.feeds.ensure("catalogue").origin != origin
        assert [a.kind for a in office.alarms.open()] == ["restored"]


def test_what_a_newer_program_wrote_is_posted_once_this_one_knows_it(office: Office, till: Store) -> None:
    terminal = let_in(office, till)
    future = TaxSaved(id="vat9", name_zh="低", name_en="Low", rate=Rate(900))
    entry = till.journal.append(future, actor="1")
    known = KINDS.pop(future.kind)
    try:
        assert outcomes(office, terminal, batch(till))[-1] == "quarantined"
    finally:
        KINDS[future.kind] = known
    assert office.store.journal.retry_quarantine() == 1
    assert office.store.journal.quarantined() == []
    assert [p.entry_id for p in office.store.proposals.open()] == [entry.id]


def test_a_shop_that_gets_another_name_keeps_its_policies(office: Office) -> None:
    first = StoreSaved(id="S01", name_zh="老店", name_en="Old", phone="110", policies={"blind_close": "false"})
    office.store.journal.append(first, actor="a")
    office.name_shop("S01", "新店", "New", actor="a")
    (entry_id,) = [f"{o}-{s}" for o, s in office.store.book.sql("SELECT origin, seq FROM shop WHERE id = 'S01'")]
    document = office.store.journal.document(entry_id)
    assert isinstance(document, StoreSaved)
    assert (document.name_zh, document.phone, document.policies) == ("新店", "110", {"blind_close": "false"})
