from __future__ import annotations

import hashlib

import peewee
import pytest

from kiosk.exc import StoreDamaged
from kiosk.store import schema
from kiosk.store.documents_stockroom import GoodsReceived, ReceivedLine
from kiosk.store.queries import Book
from kiosk.store.schema import Step
from kiosk.store.store import Store
from kiosk.store.tables import ALL, POSTED
from kiosk.trade.quantity import Quantity
from tests.store.shop import Clock, open_shift, sale


@pytest.fixture
def engine() -> str:
    """What is tested here is the file."""
    return "sqlite"


def shelf_column(book: Book) -> None:
    book.sql("ALTER TABLE product ADD COLUMN shelf TEXT NOT NULL DEFAULT ''")


NEXT = schema.VERSION + 1
STEP = Step(NEXT, readable_from=1, run=shelf_column)


def test_a_database_of_before_is_brought_up_to_date(store: Store) -> None:
    schema.migrate(store.book, steps=(STEP,), newest=NEXT)
    assert store.schema_version == NEXT
    assert store.book.sql("SELECT shelf FROM product WHERE id = 'p1'") == [("",)]


def test_a_step_is_taken_once(store: Store) -> None:
    for _ in range(2):
        schema.migrate(store.book, steps=(STEP,), newest=NEXT)
    assert store.schema_version == NEXT


def test_a_program_rolled_back_still_sells_on_the_newer_database(store: Store) -> None:
    path = store.path
    schema.migrate(store.book, steps=(STEP,), newest=NEXT)
    store.close()
    again = Store.open(path, clock=Clock())
    again.journal.append(sale(open_shift(again)), actor="1001")
    assert len(again.sales.recent()) == 1
    again.close()


def test_a_database_that_only_newer_programs_read_is_refused(store: Store) -> None:
    schema.migrate(store.book, steps=(Step(NEXT, readable_from=NEXT, run=shelf_column),), newest=NEXT)
    with pytest.raises(StoreDamaged, match="Update the program"):
        schema.migrate(store.book)


def test_steps_that_fail_halfway_leave_the_database_as_it_was(store: Store) -> None:
    def broken(book: Book) -> None:
        book.sql("ALTER TABLE sale ADD COLUMN x TEXT")
        book.sql("SELECT nonsense")

    with pytest.raises(StoreDamaged):
        schema.migrate(store.book, steps=(STEP, Step(NEXT + 1, readable_from=1, run=broken)), newest=NEXT + 1)
    assert store.schema_version == schema.VERSION
    assert "shelf" not in {c.name for c in store.book.db.get_columns("product")}


def test_payments_of_before_are_dated_by_their_sales(store: Store) -> None:
    sold = store.journal.append(sale(open_shift(store)), actor="1001")
    store.book.sql('ALTER TABLE tender DROP COLUMN "at"')
    store.book.sql('ALTER TABLE feed_item DROP COLUMN "at"')
    schema.set_meta(store.book, "schema_version", "1")
    schema.migrate(store.book)
    assert store.schema_version == schema.VERSION
    assert store.book.sql('SELECT "at" FROM tender') == [(sold.at,)]


def test_tables_that_came_later_are_made_in_a_database_of_before(store: Store) -> None:
    store.book.sql("DROP TABLE customer_sum")
    schema.set_meta(store.book, "schema_version", "2")
    schema.migrate(store.book)
    assert store.book.sql("SELECT * FROM customer_sum") == []
    assert store.book.db.get_indexes("customer_sum")


def test_a_database_made_before_promotions_were_limited_gets_their_table(store: Store) -> None:
    store.book.sql("DROP TABLE promotion_use")
    schema.set_meta(store.book, "schema_version", "8")
    schema.migrate(store.book)
    assert store.people.promotion_uses("C1") == {}


def test_what_suppliers_delivered_before_is_added_up_once(store: Store) -> None:
    goods = ReceivedLine(product_id="p1", quantity=Quantity(5000), price=100)
    store.journal.append(GoodsReceived(supplier_id="V1", lines=(goods, goods)), actor="1")
    store.book.sql("DROP TABLE supplier_sum")
    store.book.sql("DROP TABLE supplier_return")
    schema.set_meta(store.book, "schema_version", "10")
    schema.migrate(store.book)
    assert [(d.supplier_id, d.quantity) for d in store.supplier_returns.delivered("p1")] == [("V1", 10_000)]


def test_a_database_made_before_goods_went_between_shops_gets_their_tables(store: Store) -> None:
    names = ("transfer", "transfer_document", "transfer_line", "transit")
    for name in names:
        store.book.sql(f"DROP TABLE {name}")
    schema.set_meta(store.book, "schema_version", "9")
    schema.migrate(store.book)
    assert [store.book.sql(f"SELECT * FROM {name}") for name in names] == [[]] * 4
    assert store.transfers.open() == ()


SHAPE = (14, "592f2ca9c31d73f6")
"""The version, and what the models' tables are at it."""


def test_no_table_changes_without_a_version_of_its_own(empty: Store) -> None:
    columns = [
        (name, *column)
        for name in sorted(model._meta.table_name for model in ALL)
        for column in empty.book.sql('SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid', (name,))
    ]
    digest = hashlib.sha256(repr(columns).encode()).hexdigest()[:16]
    assert (schema.VERSION, digest) == SHAPE, "a changed table needs a new VERSION, a Step to it, and this pair anew"


def test_steps_are_in_order_and_lead_to_the_models() -> None:
    versions = [step.version for step in schema.STEPS]
    assert versions == list(range(2, schema.VERSION + 1))
    assert all(1 <= step.readable_from <= step.version for step in schema.STEPS)


def test_tables_that_grow_with_trade_can_be_parted_by_store() -> None:
    growing = {"entry", "sale", "sale_line", "tender", "returned", "shift", "shift_close", "shift_sum", "cash_movement",
               "suspended", "audit", "stock_movement", "stock", "customer_movement", "customer_sum", "purchase",
               "purchase_revision", "purchase_line", "purchase_step", "purchase_receipt", "purchase_due",
               "transfer", "transfer_document", "transfer_line", "transit"}  # fmt: skip
    firsts = {m._meta.table_name: m._meta.primary_key.field_names[0] for m in ALL if m._meta.composite_key}
    assert {name: firsts[name] for name in growing} == dict.fromkeys(growing, "store_id")


def test_the_same_models_make_tables_without_words_of_sqlites_own(empty: Store) -> None:
    postgres = peewee.PostgresqlDatabase("nowhere")
    for model in ALL:
        sql, values = peewee.SchemaManager(model, postgres)._create_table(safe=False).query()
        assert "ROWID" not in sql
        assert values == []
    assert "WITHOUT ROWID" in empty.book.sql("SELECT sql FROM sqlite_master WHERE name = 'sale_line'")[0][0]
    assert set(POSTED) < set(ALL)
