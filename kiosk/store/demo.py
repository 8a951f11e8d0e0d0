"""The demo shop: 城南店, South Gate Shop, complete and the same each time it is built.

Its goods, suppliers and customers come from `demo_data/*.csv` through the ordinary import; everything else is here and
in the `demo_*` files beside this one. docs/demo.md lists what is worth showing.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.store.demo_promotions import promotions
from kiosk.store.demo_stock import opening_stock, scheduled
from kiosk.store.demo_transfers import demo_transfers
from kiosk.store.documents import (
    CategorySaved,
    Document,
    ProductSaved,
    PromotionSaved,
    StoreSaved,
    TaxSaved,
    UserSaved,
)
from kiosk.store.import_memory import MemoryShop
from kiosk.store.imports import ListKind, plan_import
from kiosk.store.new_shop import roles
from kiosk.store.pins import hash_badge, hash_pin

if TYPE_CHECKING:
    from kiosk.store.store import Store

DATA = Path(__file__).parent / "demo_data"

LAYOUTS = ("21IIIIIWWWWWC", "22IIIIIPPPPPC")
"""Of the barcodes that the demo shop's scales print; kiosk.toml must name them."""

ACTOR = "demo"


class DemoUser(msgspec.Struct, frozen=True):
    """Somebody who works in the demo shop. Not a secret: whoever reads this may sign in there."""

    id: str
    name: str
    role: str
    pin: str
    badge: str
    language: str

    @property
    def badge_code(self) -> str:
        """What his badge reads."""
        return f"ZGU-{self.id}-{self.badge}"


def build_demo(store: Store, *, now_ms: int, seed: int = 1, language: str = "") -> int:
    """Fill a new, empty store with the demo shop, in one transaction; how many documents it took.

    now_ms: what "this week" is for scheduled prices and best-before dates. seed: of the stock on hand. language: what
    everybody reads; "" for each his own.
    """
    documents = demo_documents(store.store_id, now_ms=now_ms, seed=seed)
    if language:
        spoken = (msgspec.structs.replace(d, language=language) if isinstance(d, UserSaved) else d for d in documents)
        documents = list(spoken)
    products = [d for d in documents if isinstance(d, ProductSaved)]
    documents += demo_transfers(store.store_id, products, now_ms)
    store.journal.append_many(documents, actor=ACTOR)
    return len(documents)


def demo_documents(store_id: str, *, now_ms: int, seed: int = 1) -> list[Document]:
    """All documents of the demo shop, in order."""
    facts = tomllib.loads((DATA / "shop.toml").read_text(encoding="utf-8"))
    documents: list[Document] = [
        StoreSaved(id=store_id, **facts["store"]),
        *roles(),
        *(_user(user) for user in demo_users()),
        *(TaxSaved(**tax) for tax in facts["taxes"]),
        *(CategorySaved(position=n, **category) for n, category in enumerate(facts["categories"])),
    ]
    shop = MemoryShop(documents)
    for kind in ("suppliers", "customers", "products"):
        documents += _imported(kind, shop)
    documents = [scheduled(d, now_ms) if isinstance(d, ProductSaved) else d for d in documents]
    products = [d for d in documents if isinstance(d, ProductSaved)]
    documents += [PromotionSaved(id=promotion.id, promotion=promotion) for promotion in promotions()]
    documents += opening_stock(products, now_ms, random.Random(seed))  # noqa: S311  (a demo's stock is no secret)
    return documents


def demo_users() -> tuple[DemoUser, ...]:
    """Who works in the demo shop, with PINs and badges."""
    facts = tomllib.loads((DATA / "shop.toml").read_text(encoding="utf-8"))
    return msgspec.convert(facts["users"], tuple[DemoUser, ...])


def _user(user: DemoUser) -> UserSaved:
    return UserSaved(
        id=user.id,
        name=user.name,
        role_id=user.role,
        pin_hash=hash_pin(user.pin),
        badge_hash=hash_badge(user.badge),
        language=user.language,
    )


def _imported(kind: ListKind, shop: MemoryShop) -> Sequence[Document]:
    plan = plan_import(kind, DATA / f"{kind}.csv", shop)
    assert not plan.refused, plan.refused[0]
    for document in plan.documents:
        shop.take(document)
    return plan.documents
