"""What docs/demo.md says of the demo shop's prices is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.demo import build_demo
from kiosk.store.store import Store
from kiosk.trade.barcodes import item_key
from kiosk.trade.edits import add_line, new_basket
from kiosk.trade.pricing import Terms, price_basket
from kiosk.trade.quantity import Quantity

NOW = 1_800_000_000_000
GUIDE = Path(__file__).parents[2] / "docs" / "demo.md"


def _examples() -> Iterator[dict[str, str]]:
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.split("|")[1:-1]]
        if len(cells) == 5 and cells[0] != "---" and re.fullmatch(r"\d+\.\d\d", cells[4]):
            yield dict(zip(("id", "goods", "codes", "customer", "total"), cells, strict=True))


EXAMPLES = list(_examples())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.create(tmp_path_factory.mktemp("demo") / "shop.db", "S01", clock=lambda: NOW)
    build_demo(store, now_ms=NOW)
    yield store
    store.close()


def test_the_guide_has_an_example_of_every_promotion_that_is_always_on() -> None:
    assert len(EXAMPLES) == 20
    assert {example["id"] for example in EXAMPLES} >= {
        "P-PERCENT", "P-AMOUNT", "P-FIXED", "P-NFORM", "P-SECOND", "P-MIX", "P-BUNDLE", "P-THRESHOLD", "P-MEMBER",
        "P-TWO",
    }  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['id']} {example['total']}")
def test_an_example_of_the_guide_costs_what_it_says(store: Store, example: dict[str, str]) -> None:
    card = example["customer"]
    basket = new_basket("T", store.people.customer_by_code(card) if card else None)
    for code, times in re.findall(r"(\d{8,})`?(?: ×(\d+))?", example["codes"]):
        found = store.catalogue.find_code(item_key(code))
        assert found is not None
        basket, _ = add_line(basket, found.product, Quantity(found.quantity * int(times or 1)))
    priced = price_basket(basket, Terms(at=NOW, promotions=store.catalogue.promotions(NOW)))
    assert f"{priced.total / 100:.2f}" == example["total"]
    names = {saving.promotion_id for line in priced.lines for saving in line.savings}
    assert names == ({example["id"]} if example["id"] != "—" else set())
