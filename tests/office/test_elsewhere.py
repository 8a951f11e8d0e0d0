"""What other shops have: of those that the office knows, with how old its word is; to its own terminals only."""

from __future__ import annotations

from pathlib import Path

from kiosk.office.office import Office
from kiosk.replicate.replicator import Replicator
from kiosk.store.documents import AdjustmentLine, StockAdjusted, StoreSaved
from kiosk.store.store import Store
from kiosk.trade.quantity import Quantity
from kiosk.wire.messages import Enrol
from tests.office.conftest import Running, now
from tests.office.test_server import client, connect, join


def found(count: int) -> StockAdjusted:
    line = AdjustmentLine(product_id="W1", quantity=Quantity(count), unit_cost=100)
    return StockAdjusted(reason="opening", lines=(line,))


def test_a_terminal_hears_what_the_others_have_and_how_old_that_is(running: Running, tmp_path: Path) -> None:
    running.desk.name_shop("S02", "城北店", "North", actor="admin")
    running.desk.name_shop("S03", "城东店", "East", actor="admin")
    one = join(running, tmp_path / "one.db")
    two = Store.create(tmp_path / "two.db", "S02", clock=now)
    two.journal.append(found(24_000), actor="1")
    begun = now()
    token = running.desk.enrol(Enrol(running.desk.invite("S02", "T1"), two.origin)).token
    wire = running.desk
    known = wire.members.known(token)

    class Direct:
        def push(self, request):  # type: ignore[no-untyped-def]
            return wire.push(known, request)

    Replicator(two, clock=now).push_all(Direct())  # type: ignore[arg-type]
    line = connect(one)
    said = line.elsewhere("W1")
    assert [(s.store_id, s.on_hand, s.as_of >= begun) for s in said.shops] == [("S02", 24_000, True), ("S03", 0, False)]
    assert line.elsewhere("nothing-like-it").shops[0].on_hand == 0
    line.close()
    one.close()
    two.close()


def test_a_shop_is_as_old_as_its_terminal_that_is_silent_longest(office: Office) -> None:
    office.store.journal.append(StoreSaved(id="S02", name_zh="城北店", name_en="North"), actor="admin")
    tokens = [
        office.enrol(Enrol(office.invite("S02", name), origin)).token
        for name, origin in (("T1", "AAAAAA"), ("T2", "BBBBBB"), ("T3", "CCCCCC"))
    ]
    one, two, three = (office.members.known(token) for token in tokens)
    office.members.touch(one, 9_000, 0, "")
    office.members.touch(two, 8_000, 3_000, "")  # heard lately, but of 3,000 on something waits there
    office.members.touch(three, 1_000, 0, "")
    office.members.revoke("CCCCCC")  # it is not in use any more
    asker = one._replace(store_id="S01")
    assert [(s.store_id, s.as_of) for s in office.elsewhere(asker, "W1").shops] == [("S02", 3_000)]


def test_a_stranger_hears_nothing(running: Running) -> None:
    with client(running) as stranger:
        assert stranger.get("/v1/stock", params={"product": "W1"}).status_code == 401
    with client(running, "made-up") as stranger:
        assert stranger.get("/v1/stock", params={"product": "W1"}).status_code == 401


def test_a_question_about_nothing_is_refused(running: Running) -> None:
    with client(running) as anybody:
        assert anybody.get("/v1/stock").status_code == 400
        assert anybody.get("/v1/stock", params={"product": "x" * 129}).status_code == 400
