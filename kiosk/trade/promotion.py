"""Promotions as data: dated rules that lower what lines cost. How they apply: `kiosk.trade.promotions`."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity


class PromotionKind(StrEnum):
    """The kinds of the trade; which fields of Promotion each one reads."""

    PERCENT = "percent"  # rate off each eligible line
    AMOUNT = "amount"  # amount off each eligible base unit
    FIXED_PRICE = "fixed_price"  # eligible goods cost amount a base unit
    N_FOR_M = "n_for_m"  # of every `buy` eligible units, `free` cost nothing, the cheapest first (买赠)
    SECOND_HALF = "second_half"  # of every `buy` units (2), one is `rate` off (第二件半价)
    MIX_MATCH = "mix_match"  # any `buy` eligible units cost `amount` together
    THRESHOLD = "threshold"  # from `threshold` of eligible goods on, `amount` or `rate` off the basket (满减)
    BUNDLE = "bundle"  # the `bundle` of named products together costs `amount` (套餐)


class BundlePart(msgspec.Struct, frozen=True):
    """So many of this product in each bundle."""

    product_id: str
    quantity: Quantity


class Promotion(msgspec.Struct, frozen=True):
    """One dated rule.

    Eligible are the products of `product_ids` or `category_ids`; both empty: all. `level`: only for customers
    of that level. Higher `priority` applies first, ties by id. An exclusive promotion leaves the units it
    took to no other. `limit`: how often it applies in one basket, `customer_limit`: to one customer for as long
    as it runs (0: no limit); what has the latter is for customers by name. `repeat`: a threshold counts every
    full multiple. start/end: UTC ms, end exclusive. weekdays: 0 Monday … 6; empty: all. from_minute/to_minute:
    of the local day.
    """

    id: str
    kind: PromotionKind
    name_zh: str
    name_en: str
    product_ids: frozenset[str] = frozenset()
    category_ids: frozenset[str] = frozenset()
    rate: Rate | None = None
    amount: Money | None = None
    buy: int = 0
    free: int = 0
    threshold: Money | None = None
    bundle: tuple[BundlePart, ...] = ()
    level: str = ""
    priority: int = 0
    exclusive: bool = True
    limit: int = 0
    customer_limit: int = 0
    repeat: bool = False
    start: int | None = None
    end: int | None = None
    weekdays: frozenset[int] = frozenset()
    from_minute: int = 0
    to_minute: int = 1440
