"""The demo shop's promotions: one of every kind that is always on, and a few with levels, days and hours."""

from __future__ import annotations

from kiosk.trade.money import Money, Rate
from kiosk.trade.promotion import BundlePart, Promotion, PromotionKind
from kiosk.trade.quantity import Quantity

SHAMPOO, CONDITIONER, LAUNDRY, EGGS_30 = "1801", "1802", "1707", "1338"
TOILET_PAPER = "1702"
CRISPS = frozenset(("1201", "1202", "1203", "1204"))
YOGHURTS = frozenset(("1106", "1107"))
SPARKLING = frozenset(("1004", "1005"))
LATTE, BEAN_BUN, BAGUETTE = "1019", "1504", "1507"
FRUIT = frozenset(f"13{n}" for n in range(19, 29))


def promotions() -> tuple[Promotion, ...]:
    """All of them. The first eight know no end, day or hour."""
    return (*_always(), *_sometimes())


def _always() -> tuple[Promotion, ...]:
    return (
        Promotion(
            "P-PERCENT", PromotionKind.PERCENT, "洗护 8 折", "Hair care 20 % off",
            product_ids=frozenset((SHAMPOO, CONDITIONER)), rate=Rate(200_000),
        ),
        Promotion(
            "P-AMOUNT", PromotionKind.AMOUNT, "洗衣液立减 5 元", "Laundry liquid ¥5 off",
            product_ids=frozenset((LAUNDRY,)), amount=Money(500),
        ),
        Promotion(
            "P-FIXED", PromotionKind.FIXED_PRICE, "鸡蛋特价", "Eggs at a special price",
            product_ids=frozenset((EGGS_30,)), amount=Money(2990),
        ),
        Promotion(
            "P-NFORM", PromotionKind.N_FOR_M, "薯片买二送一", "Crisps: 3 for the price of 2",
            product_ids=CRISPS, buy=3, free=1,
        ),
        Promotion(
            "P-SECOND", PromotionKind.SECOND_HALF, "酸奶第二件半价", "Yoghurt: second at half price",
            product_ids=YOGHURTS, rate=Rate(500_000), buy=2,
        ),
        Promotion(
            "P-MIX", PromotionKind.MIX_MATCH, "气泡水 3 瓶 12 元", "Any 3 sparkling waters for ¥12",
            product_ids=SPARKLING, buy=3, amount=Money(1200),
        ),
        Promotion(
            "P-BUNDLE", PromotionKind.BUNDLE, "咖啡面包套餐", "Coffee and bun",
            bundle=(BundlePart(LATTE, Quantity(1000)), BundlePart(BEAN_BUN, Quantity(1000))), amount=Money(1000),
        ),
        Promotion(
            "P-THRESHOLD", PromotionKind.THRESHOLD, "文具满 50 减 8", "Stationery: ¥8 off every ¥50",
            category_ids=frozenset(("stationery",)), threshold=Money(5000), amount=Money(800), exclusive=False,
            repeat=True, priority=-10,
        ),
    )  # fmt: skip


def _sometimes() -> tuple[Promotion, ...]:
    return (
        Promotion(
            "P-MEMBER", PromotionKind.PERCENT, "会员酒类 95 折", "Members: wine and beer 5 % off",
            category_ids=frozenset(("alcohol",)), rate=Rate(50_000), level="member",
        ),
        Promotion(
            "P-TWO", PromotionKind.FIXED_PRICE, "卷纸特价 每人限 2 提", "Toilet paper at 19.90, two a customer",
            product_ids=frozenset((TOILET_PAPER,)), amount=Money(1990), customer_limit=2,
        ),
        Promotion(
            "P-WEDNESDAY", PromotionKind.PERCENT, "周三水果 88 折", "Wednesday: fruit 12 % off",
            product_ids=FRUIT, rate=Rate(120_000), weekdays=frozenset((2,)),
        ),
        Promotion(
            "P-EVENING", PromotionKind.PERCENT, "晚间法棍 7 折", "After 8 pm: baguette 30 % off",
            product_ids=frozenset((BAGUETTE,)), rate=Rate(300_000), from_minute=20 * 60, to_minute=22 * 60,
        ),
    )  # fmt: skip
