import pytest

from kiosk.flows.adjusting import Adjusting
from kiosk.flows.history import History, ShiftHistory
from kiosk.flows.lookup import Lookup
from kiosk.flows.more import More
from kiosk.flows.selling import Selling
from kiosk.flows.shift_page import ShiftPage
from kiosk.flows.shifts import ClosingShift
from kiosk.flows.signin import Locked, SigningIn
from kiosk.flows.status import Status
from kiosk.flows.stocktaking import Stocktaking
from kiosk.flows.suspended import Suspended
from kiosk.store.documents import RoleSaved
from kiosk.trade.permissions import ROLES
from tests.flows.desk import action_ids, enabled, more
from tests.flows.goods import COLA
from tests.flows.shop import Shop

OPENS: dict[str, type] = {
    "lookup": Lookup, "history": History, "returns": History, "suspended": Suspended, "shifts": ShiftHistory,
    "x_report": ShiftPage, "close_shift": ClosingShift, "lock": Locked, "sign_out": SigningIn, "status": Status,
}  # fmt: skip


@pytest.mark.parametrize(("action", "flow"), OPENS.items())
def test_every_act_of_the_menu_opens_what_it_says(shop: Shop, action: str, flow: type) -> None:
    more(shop, action)
    assert isinstance(shop.front, flow)


def test_every_act_that_is_offered_can_be_done(shop: Shop) -> None:
    shop.scan("ZGU-LEE-LEESECRET0123456789")
    shop.act("more")
    for action in action_ids(shop):
        assert callable(getattr(More, f"act_{action}")), action


@pytest.mark.parametrize(("action", "flow"), [("count_stock", Stocktaking), ("adjust", Adjusting)])
def test_a_shop_without_a_warehouse_terminal_counts_at_the_till(shop: Shop, action: str, flow: type) -> None:
    shop.scan("ZGU-LEE-LEESECRET0123456789")
    more(shop, action)
    assert isinstance(shop.front, flow)
    shop.do("back")
    assert isinstance(shop.front, Selling)


def test_back_leads_to_the_sale_from_everywhere(shop: Shop) -> None:
    for action in ("lookup", "history", "returns", "suspended", "shifts", "x_report", "status"):
        more(shop, action)
        shop.do("back")
        assert isinstance(shop.front, Selling), action


def test_what_can_wait_is_offered_only_to_who_may(shop: Shop) -> None:
    shop.act("more")
    assert "audit" not in action_ids(shop)
    assert {"shifts", "training", "cash_out", "drawer", "x_report"} <= set(action_ids(shop))
    shop.do("back")
    shop.scan("ZGU-MEI-MEISECRET0123456789")
    shop.act("more")
    assert "audit" in action_ids(shop)


def test_without_a_shift_only_looking_is_open(empty_shop: Shop) -> None:
    empty_shop.sign_in("amy")
    empty_shop.act("more")
    for action in ("returns", "suspended", "cash_in", "cash_out", "drawer", "x_report", "close_shift"):
        assert not enabled(empty_shop, action)
        empty_shop.act(action)
        assert isinstance(empty_shop.front, More)
        assert "shift" in empty_shop.strip
    assert enabled(empty_shop, "lookup")
    assert enabled(empty_shop, "status")


def test_an_x_report_for_who_may_not_see_it_needs_somebody(shop: Shop) -> None:
    role = ROLES["cashier"]
    fields = {f: getattr(role, f) for f in role.__struct_fields__}
    without = fields | {"permissions": role.permissions - {"shift.report", "training"}}
    shop.store.journal.append(RoleSaved(**without), actor="-")
    shop.counter.sign_out()
    shop.sign_in("amy")
    shop.act("more")
    assert not {"shifts", "training"} & set(action_ids(shop))
    shop.act("x_report")
    assert isinstance(shop.front, More)
    shop.approve("mei")
    assert isinstance(shop.front, ShiftPage)
    assert [(r.act, r.approved_by) for r in shop.store.audit.rows(1)] == [("shift.report", "MEI")]


def test_the_language_changes_at_once_and_back(shop: Shop) -> None:
    more(shop, "language")
    assert shop.view.language == "zh_CN"
    assert isinstance(shop.front, More)
    shop.act("language")
    assert shop.view.language == "en"


def test_baskets_put_aside_are_counted_on_their_button(shop: Shop) -> None:
    shop.scan(COLA)
    shop.act("suspend")
    shop.act("more")
    assert next(a.badge for a in shop.body.actions if a.id == "suspended") == 1


def test_an_open_sale_stays_while_somebody_looks_around(shop: Shop) -> None:
    shop.scan(COLA)
    more(shop, "status")
    shop.do("back")
    more(shop, "history")
    shop.do("back")
    assert shop.body.total == 350


def test_training_begins_and_ends_here(shop: Shop) -> None:
    more(shop, "training")
    assert shop.view.bar.training
    shop.act("more")
    assert "End training" in [str(a.text) for a in shop.body.actions]
    shop.act("training")
    assert not shop.view.bar.training


def test_a_made_up_act_is_refused(shop: Shop) -> None:
    shop.act("more")
    shop.act("rob")
    assert "can't be done" in shop.strip


def test_a_note_on_the_sale_is_one_tap_from_everything_else(shop: Shop) -> None:
    shop.act("more")
    assert not enabled(shop, "note")
    shop.do("back")
    shop.scan(COLA)
    shop.act("more")
    shop.act("note")
    shop.do("answer_text", "for the school")
    assert isinstance(shop.front, Selling)
    shop.pay_cash()
    assert shop.sales()[0].note == "for the school"
