"""Users and customers as the counter asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from peewee import JOIN, fn

from kiosk.store import search_index
from kiosk.store.documents import UserSaved
from kiosk.store.queries import Book, Query, arg, next_id, put
from kiosk.store.records import User
from kiosk.store.tables_local import FailureRow
from kiosk.store.tables_people import CustomerRow as C
from kiosk.store.tables_people import PromotionUseRow, RoleRow, UserRow
from kiosk.store.tables_stock import CustomerSumRow
from kiosk.trade.goods import Customer
from kiosk.trade.money import Money, Rate
from kiosk.trade.permissions import Role

_USER = (
    UserRow.id, UserRow.name, UserRow.language, UserRow.role_id, RoleRow.name_zh, RoleRow.name_en,
    RoleRow.permissions, RoleRow.discount_limit, RoleRow.refund_limit,
)  # fmt: skip


def _with_role(query: Any) -> Any:
    return query.join(RoleRow, JOIN.LEFT_OUTER, on=(RoleRow.id == UserRow.role_id))


_USERS = Query(_with_role(UserRow.select(*_USER).where(UserRow.active == True)).order_by(UserRow.name, UserRow.id))  # noqa: E712
_BY_ID = Query(_with_role(UserRow.select(*_USER).where(UserRow.id == arg(0))))
_WORKING = Query(
    _with_role(UserRow.select(*_USER).where(UserRow.id == arg(0), UserRow.active == True))  # noqa: E712
)
_BY_BADGE = Query(
    _with_role(
        UserRow.select(*_USER).where(UserRow.badge_hash == arg(0), UserRow.active == True)  # noqa: E712
    )
    .order_by(UserRow.id)
    .limit(1)
)
_PIN = Query(UserRow.select(UserRow.pin_hash).where(UserRow.id == arg(0), UserRow.active == True))  # noqa: E712
_FAILURES = Query(FailureRow.select(FailureRow.count, FailureRow.last_at).where(FailureRow.user_id == arg(0)))
_FAILED = put(FailureRow)
_PROVED = Query(FailureRow.delete().where(FailureRow.user_id == arg(0)))

_SAVED = Query(
    UserRow.select(
        UserRow.name, UserRow.role_id, UserRow.pin_hash, UserRow.badge_hash, UserRow.language, UserRow.active
    ).where(UserRow.id == arg(0))
)
_LAST_USER = Query(
    UserRow.select(UserRow.id).where(UserRow.id > arg(0), UserRow.id < arg(1)).order_by(UserRow.id.desc()).limit(1)
)
_ROLES = Query(
    RoleRow.select(
        RoleRow.id, RoleRow.name_zh, RoleRow.name_en, RoleRow.permissions, RoleRow.discount_limit, RoleRow.refund_limit
    ).order_by(RoleRow.id)
)

_BALANCE = Query(
    CustomerSumRow.select(fn.SUM(CustomerSumRow.balance), fn.SUM(CustomerSumRow.points)).where(
        CustomerSumRow.customer_id == arg(0)
    )
)
_USES = Query(
    PromotionUseRow.select(PromotionUseRow.promotion_id, fn.SUM(PromotionUseRow.times))
    .where(PromotionUseRow.customer_id == arg(0))
    .group_by(PromotionUseRow.promotion_id)
)
_CUSTOMER = (C.id, C.name, C.phone, C.code, C.level, C.credit_limit)
_BY_CUSTOMER = Query(C.select(*_CUSTOMER).where(C.id == arg(0)))
_BY_CODE = Query(C.select(*_CUSTOMER).where(C.code == arg(0), C.active == True).order_by(C.id).limit(1))  # noqa: E712
_BY_PHONE = Query(C.select(*_CUSTOMER).where(C.phone == arg(0), C.active == True).order_by(C.id).limit(1))  # noqa: E712
_BY_NAME = Query(C.select(*_CUSTOMER).where(C.active == True).order_by(C.name, C.id).limit(arg(0)))  # noqa: E712
_LAST = Query(C.select(C.id).where(C.id > arg(0), C.id < arg(1)).order_by(C.id.desc()).limit(1))
_PERMISSIONS = msgspec.json.Decoder(frozenset[str])


class People:
    """Who works here and who buys here."""

    def __init__(self, book: Book, origin: str, clock: Callable[[], int]) -> None:
        self._book = book
        self._origin = origin
        self._clock = clock

    def users(self) -> tuple[User, ...]:
        """Those who may sign in, by name."""
        return tuple(_user(row) for row in self._book.all(_USERS))

    def user(self, user_id: str) -> User | None:
        """Anybody who ever could, for the names on old papers."""
        row = self._book.one(_BY_ID, user_id)
        return None if row is None else _user(row)

    def working(self, user_id: str) -> User | None:
        """Somebody who may sign in; None for who may not, or not any more."""
        row = self._book.one(_WORKING, user_id)
        return None if row is None else _user(row)

    def saved(self, user_id: str) -> UserSaved | None:
        """A user as he was last written down, for whoever changes something about him."""
        row = self._book.one(_SAVED, user_id)
        if row is None:
            return None
        name, role_id, pin_hash, badge_hash, language, active = row
        return UserSaved(
            id=user_id, name=name, role_id=role_id, pin_hash=pin_hash, badge_hash=badge_hash, language=language,
            active=bool(active),
        )  # fmt: skip

    def roles(self) -> tuple[Role, ...]:
        """All there are; the one that may do most comes first."""
        return tuple(sorted((_role(*row) for row in self._book.all(_ROLES)), key=lambda role: -len(role.permissions)))

    def next_user_id(self) -> str:
        """An id for a new user, as `next_customer_id`; letters and digits alone, as on a badge."""
        return next_id(self._book, _LAST_USER, self._origin)

    def pin_hash(self, user_id: str) -> str:
        """The hash of the user's PIN; "" for a user who may not sign in: no PIN matches it."""
        return str(self._book.value(_PIN, user_id) or "")

    def promotion_uses(self, customer_id: str) -> dict[str, int]:
        """How often each promotion that is limited by customer applied to this one, as far as is known here."""
        return {promotion: int(times) for promotion, times in self._book.all(_USES, customer_id)}

    def badge(self, secret_hash: str) -> User | None:
        """Whose badge carries the secret with this hash."""
        row = self._book.one(_BY_BADGE, secret_hash) if secret_hash else None
        return None if row is None else _user(row)

    def failures(self, user_id: str) -> tuple[int, int | None]:
        """Wrong PINs in a row, and when the last one was (UTC ms); a restart forgets none."""
        row = self._book.one(_FAILURES, user_id)
        return (row[0], row[1]) if row else (0, None)

    def note_failure(self, user_id: str) -> None:
        """One more wrong PIN, durable when it returns."""
        with self._book.transaction():
            count, _ = self.failures(user_id)
            self._book.run(_FAILED, user_id, count + 1, self._clock())

    def clear_failures(self, user_id: str) -> None:
        """The user proved who he is."""
        self._book.run(_PROVED, user_id)

    def customer(self, customer_id: str) -> Customer | None:
        """A customer with what he owes and his points."""
        return self._customer(self._book.one(_BY_CUSTOMER, customer_id))

    def customer_by_code(self, code: str) -> Customer | None:
        """By the code on his card, or his telephone number."""
        if not code:
            return None
        return self._customer(self._book.one(_BY_CODE, code) or self._book.one(_BY_PHONE, code))

    def customers_search(self, text: str, limit: int = 50) -> tuple[Customer, ...]:
        """By the beginnings of words: name, pinyin, telephone (or its last four digits), code; no text: all by name."""
        if not text.strip():
            rows = self._book.all(_BY_NAME, limit)
        else:
            ids = search_index.find(self._book, "customer", text, limit)
            rows = [row for id_ in ids if (row := self._book.one(_BY_CUSTOMER, id_))]
        return tuple(c for row in rows if (c := self._customer(row)))

    def next_customer_id(self) -> str:
        """An id for a new customer: unique without asking anybody, for it carries this terminal's origin."""
        return next_id(self._book, _LAST, f"{self._origin}.")

    def _customer(self, row: tuple[Any, ...] | None) -> Customer | None:
        if row is None:
            return None
        id_, name, phone, code, level, credit_limit = row
        balance, points = self._book.one(_BALANCE, id_) or (0, 0)
        return Customer(id_, name, phone, code, level, credit_limit, Money(balance or 0), points or 0)


def _user(row: tuple[Any, ...]) -> User:
    id_, name, language, *role = row
    return User(id_, name, _role(*role), language)


def _role(
    id_: str,
    name_zh: str | None,
    name_en: str | None,
    permissions: str | None,
    discount_limit: int | None,
    refund_limit: Money | None,
) -> Role:
    """All but its id is None of a role that has not come yet."""
    held = _PERMISSIONS.decode(permissions) if permissions else frozenset[str]()
    return Role(id_, name_zh or id_, name_en or id_, held, Rate(discount_limit or 0), refund_limit)
