"""A large catalogue with names to search for, built once and kept under build/: rows straight into the tables, for a
million documents would take longer to write than all that is measured on them."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from kiosk.store import search_index
from kiosk.store.cards import card_of
from kiosk.store.documents import CategorySaved, PackCode, ProductSaved, TaxSaved
from kiosk.store.entry import Entry
from kiosk.store.queries import insert
from kiosk.store.store import Store
from kiosk.store.tables_goods import BarcodeRow, ProductRow
from kiosk.store.tables_stock import StockRow
from kiosk.trade.barcodes import check_digit
from kiosk.trade.money import Money, Rate
from kiosk.trade.quantity import Quantity

AT = 1_700_000_000_000
BATCH = 20_000
_FORMAT = 4
"""Raise it when what is built changes: files of before are not used then."""

_BRANDS = ("农夫", "康师傅", "统一", "可口可乐", "百事", "伊利", "蒙牛", "光明", "旺旺", "海天", "李锦记", "金龙鱼",
           "福临门", "双汇", "三只松鼠", "良品铺子", "娃哈哈", "王老吉", "雀巢", "立白", "蓝月亮", "清风", "维达",
           "高露洁", "云南白药", "晨光", "得力", "公牛", "南孚", "老干妈", "恰恰", "乐事", "奥利奥")  # fmt: skip
_GOODS = ("矿泉水", "绿茶", "红茶", "牛奶", "酸奶", "方便面", "酱油", "香醋", "大米", "面粉", "食用油", "火腿肠",
          "饼干", "巧克力", "薯片", "坚果", "果汁", "啤酒", "洗衣液", "洗洁精", "抽纸", "牙膏", "牙刷", "毛巾", "电池",
          "圆珠笔", "笔记本", "插座", "拖鞋", "雨伞", "口香糖", "糖果", "奶粉", "咖啡", "蜂蜜", "辣椒酱", "粉丝",
          "木耳", "香菇", "红枣")  # fmt: skip
_ENGLISH = ("water", "green tea", "black tea", "milk", "yoghurt", "noodles", "soy sauce", "vinegar", "rice", "flour")
_KINDS = ("原味", "麻辣", "无糖", "经典", "家庭装", "迷你", "浓香", "清爽", "特级", "有机")


def gtin(number: int) -> str:
    """The GTIN-14 of the product with this number, in GS1's demonstration range 952."""
    digits = f"952{number:09d}"
    return f"0{digits}{check_digit(digits)}"


def build_catalogue(path: Path, products: int) -> Store:
    """A store at `path` with so many products to look up and to search; one that is there already is opened."""
    path = path.with_name(f"{path.stem}-{products}-{_FORMAT}.db")
    if path.exists():
        return Store.open(path, clock=lambda: AT)
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    store = Store.create(making, "S01", clock=lambda: AT)
    store.journal.append(TaxSaved(id="V13", name_zh="增值税", name_en="VAT", rate=Rate(130_000)), actor="-")
    categories = [CategorySaved(id=f"c{i}", name_zh=f"类{i}", name_en=f"Category {i}") for i in range(40)]
    store.journal.append_many(categories, actor="-")
    store.book.sql("PRAGMA synchronous = OFF")
    for start in range(0, products, BATCH):
        _fill(store, range(start, min(products, start + BATCH)))
    store.book.sql("PRAGMA optimize")
    store.close()
    making.rename(path)
    return Store.open(path, clock=lambda: AT)


def drop_cache(path: Path) -> None:
    """Have the system forget the pages of a file that is closed, so that the next read of each is from the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _fill(store: Store, numbers: range) -> None:
    made = [(n, goods(n)) for n in numbers]
    cards = [card_of(Entry("S01", "BENCH0", n + 1, AT, "-", d.kind, 1, b"", b""), d) for n, d in made]
    words = [search_index.words(d.name_zh, d.name_en, d.id, gtin(n)[1:]) for n, d in made]
    codes = [(gtin(n), d.id, 1000, gtin(n)[1:], "V13", card) for (n, d), card in zip(made, cards, strict=True)]
    numbered = [(n + 1, d.id, card) for (n, d), card in zip(made, cards, strict=True)]
    with store.book.transaction():
        store.book.many(insert(ProductRow), [_row(n, d) for n, d in made])
        store.book.many(insert(BarcodeRow), codes)
        store.book.many(insert(StockRow), [("S01", d.id, 20_000, 1_000_000, AT, "BENCH0", 1) for _, d in made])
        cursor = store.book.db.cursor()
        cursor.executemany("INSERT INTO product_number (number, id, card) VALUES (?, ?, ?)", numbered)
        cursor.executemany(
            "INSERT INTO product_words (rowid, words) VALUES (?, ?)",
            [(n + 1, text) for (n, _), text in zip(made, words, strict=True)],
        )


def _names(n: int) -> tuple[str, str]:
    """Brand, kind and thing in an order that spreads neighbours, and a number, as sizes and models have."""
    brand = _BRANDS[n % len(_BRANDS)]
    thing = n * 7 % len(_GOODS)
    kind = _KINDS[n // 97 % len(_KINDS)]
    return f"{brand} {kind}{_GOODS[thing]} {n % 977}g", f"{_ENGLISH[thing % len(_ENGLISH)]} {n % 977}"


def goods(n: int) -> ProductSaved:
    """The product with this number."""
    name_zh, name_en = _names(n)
    return ProductSaved(
        id=f"p{n}", name_zh=name_zh, name_en=name_en, unit="pcs", tax_id="V13", price=Money(100 + n % 5000),
        category_id=f"c{n % 40}", barcodes=(PackCode(gtin(n)[1:], Quantity(1000)),),
    )  # fmt: skip


def _row(n: int, d: ProductSaved) -> tuple[object, ...]:
    given = {"at": AT, "origin": "BENCH0", "seq": n + 1, "listed": False, "attributes": "", "components": ""}
    return tuple(given[f.name] if f.name in given else getattr(d, f.name) for f in ProductRow._meta.sorted_fields)


QUERIES = tuple(
    itertools.chain(
        ("k", "kk", "kkkl", "kele", "n", "nf", "kuangquanshui", "kqs", "水", "可乐", "矿泉水", "农夫 水", "牛奶 无糖"),
        ("yili", "yl nn", "water", "w", "green tea", "tea 5", "g t", "500g", "95", "952000", "9520001234", "p77"),
        ("wt", "yuanwei", "yw", "a b", "m n x", "康师傅 方便面 麻辣", "ksf fbm", "奥利奥 饼干", "ala", "zzz", "老干妈"),
    )
)
"""What people type: letter by letter, in Chinese, pinyin, initials, English, codes; some of it matches nothing."""
