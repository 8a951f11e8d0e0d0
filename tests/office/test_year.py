"""A slice of a real year of trade: the data, the tills and the office agree on what was taken and what went out."""

from pathlib import Path

from bench._journey import load
from bench.replay import differing, replay
from kiosk.office.office import Office


def test_real_baskets_add_up_at_tills_and_at_the_office(office: Office, tmp_path: Path) -> None:
    frame = load(shops=3, weeks=5)
    found = replay(frame, tmp_path, office)
    assert found.faults == []
    assert found.entries > 60
    assert found.lines > 800


def test_a_cent_or_a_piece_that_is_missing_is_found(office: Office, tmp_path: Path) -> None:
    from bench._journey import ledger

    frame = load(shops=1, weeks=1)
    replay(frame, tmp_path, office)
    wanted = ledger(frame)
    (shop,) = wanted.money
    book = office.store.book
    book.sql("UPDATE sale SET total = total + 1 WHERE seq = (SELECT min(seq) FROM sale WHERE store_id = ?)", (shop,))
    assert any("sales of" in fault for fault in differing(book, shop, wanted))
    book.sql("UPDATE stock SET on_hand = on_hand + 1000 WHERE product_id = (SELECT min(product_id) FROM stock)")
    assert any("went out" in fault for fault in differing(book, shop, wanted))
