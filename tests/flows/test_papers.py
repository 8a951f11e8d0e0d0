import re
from pathlib import Path

import pytest

from kiosk.flows import papers
from kiosk.flows.paper_parts import percent, tax_name
from kiosk.flows.papers import local_time
from kiosk.hw.paper import Banner, Paper, from_json
from kiosk.hw.paper_text import lay_out, to_text
from kiosk.hw.print_rows import CELL, BarcodeRow, TextRow
from kiosk.i18n import M
from kiosk.store.documents import BasketSuspended, CashMoved, CustomerPaid
from kiosk.trade.money import Money
from tests.flows import sample_papers as sample
from tests.flows.goods import COLA, RICE, WATER, banana
from tests.flows.shop import Shop

_AMOUNT = re.compile(r"[−+]?¥?\d+\.\d\d$")


def lines(paper: Paper, columns: int = 32) -> list[str]:
    return to_text(paper, columns).splitlines()


def amount_of(paper: Paper, label: str, columns: int = 32) -> str:
    """What stands at the right of a row that begins with the label."""
    row = next(line for line in lines(paper, columns) if line.startswith(label))
    return row.removeprefix(label).split()[-1]


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_wider_than_the_paper_and_amounts_end_at_its_edge(language: str, columns: int) -> None:
    for name, paper in sample.papers(language).items():
        for row in lay_out(paper, columns):
            if isinstance(row, TextRow):
                assert row.columns <= columns, (name, row.text)
                if row.text.startswith("  ") and not _AMOUNT.search(row.text):
                    continue  # a remark below a line, a centred line
                if _AMOUNT.search(row.text):
                    assert row.columns == columns, (name, row.text)
            elif isinstance(row, BarcodeRow):
                assert "K7QXMP-4" in row.data
                assert len(row.data) * 11 * row.module <= columns * CELL


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_amount_is_broken_on_the_narrowest_paper(language: str) -> None:
    text = to_text(sample.report_of(sample.report(), language), 32)
    assert "10802.39 1420.28" in " ".join(text.split())


def test_the_receipt_of_a_sale_says_what_was_bought_paid_and_given_back() -> None:
    paper = sample.receipt_of(sample.PLAIN)
    text = to_text(paper, 48)
    assert "Nongfu Spring Water 550 ml    3 × 2.00      6.00" in text
    assert amount_of(paper, "Total") == "¥20.80"
    assert amount_of(paper, "Cash") == "50.00"
    assert amount_of(paper, "Change") == "29.20"
    assert "[code128 K7QXMP-412]" in text
    assert "Tax number 91310104MA1FR0000X" in text


def test_what_was_saved_stands_below_its_line_and_in_one_sum() -> None:
    paper = sample.receipt_of(sample.REDUCED)
    assert amount_of(paper, "  3rd free") == "−2.00"
    assert amount_of(paper, "  10 off 100") == "−10.00"
    assert amount_of(paper, "  Discount") == "−6.40"
    assert amount_of(paper, "You saved") == "18.40"
    assert amount_of(paper, "Rounding") == "+0.04"
    assert amount_of(paper, "Points for this purchase") == "+137"


def test_a_weighed_line_has_its_weight_and_counts_as_one_item() -> None:
    paper = sample.receipt_of(sample.REDUCED)
    assert any("1.235 kg × 7.98" in line for line in lines(paper, 48))
    assert amount_of(paper, "Items") == "7"


def test_a_batch_and_its_date_can_be_read_on_the_narrowest_paper() -> None:
    text = lines(sample.receipt_of(sample.REDUCED))
    assert "  Batch L2311" in text
    assert "  Best before 2027-05-01" in text
    assert "  4200001234567890123456789012" in text


def test_a_rate_that_is_in_the_taxs_name_is_not_said_twice() -> None:
    assert tax_name("VAT 13%", 130_000) == "VAT 13%"
    assert tax_name("Sales tax", 88_750) == "Sales tax 8.875%"
    assert percent(0) == "0%"


def test_tax_that_comes_on_top_is_shown_between_the_lines_and_the_total() -> None:
    paper = sample.receipt_of(sample.TAX_ADDED)
    assert amount_of(paper, "Before tax") == "100.00"
    assert amount_of(paper, "Tax added") == "+8.88"
    assert amount_of(paper, "Total") == "¥108.88"
    assert "Before tax" not in to_text(sample.receipt_of(sample.REDUCED), 32)


def test_a_return_says_so_and_is_negative() -> None:
    paper = sample.receipt_of(sample.RETURN)
    text = to_text(paper, 32)
    assert "RETURN" in text
    assert "Returned: Coca-Cola 330 ml" in text
    assert amount_of(paper, "Items returned") == "2"
    assert amount_of(paper, "Total") == "−¥7.00"
    assert amount_of(paper, "Cash") == "−7.00"


def test_an_exchange_counts_what_goes_and_what_comes_apart() -> None:
    paper = sample.receipt_of(sample.EXCHANGE)
    assert amount_of(paper, "Items  ") == "1"
    assert amount_of(paper, "Items returned") == "2"
    assert "RETURN" not in to_text(paper, 32)


def test_what_nobody_may_overlook_is_a_banner() -> None:
    def banners(paper: Paper) -> list[str]:
        return [item.text for item in paper.items if isinstance(item, Banner)]

    assert banners(sample.receipt_of(sample.UNDONE)) == ["REVERSED K7QXMP-41"]
    assert banners(sample.receipt_of(sample.PLAIN, copy=2)) == ["COPY 2"]
    assert banners(sample.receipt_of(sample.PLAIN, training=True)) == ["TRAINING, no receipt"]
    assert banners(sample.receipt_of(sample.PLAIN)) == []


def test_a_sale_on_account_is_signed_and_its_customer_named_once() -> None:
    text = to_text(sample.receipt_of(sample.ON_ACCOUNT), 32)
    assert "Signature ___" in text
    assert "C1" not in text
    assert "张伟" in text


def test_a_z_report_adds_up_on_paper() -> None:
    paper = sample.report_of(sample.report())
    assert amount_of(paper, "Turnover") == "¥12222.55"
    drawer = ["Float", "Cash from sales", "Cash from customers", "Cash in", "Cash out"]
    parts = [float(amount_of(paper, label).replace("−", "-")) for label in drawer]
    assert sum(parts) == float(amount_of(paper, "Expected"))
    assert amount_of(paper, "Short") == "−¥1.50"
    assert "Without category (100)" in to_text(paper, 32)


def test_an_x_report_of_a_drawer_counted_blindly_tells_no_cash() -> None:
    text = to_text(sample.report_of(sample.report(sample.OPEN), drawer=False), 32)
    assert "X REPORT" in text
    assert "5322.35" not in text
    assert "5762.35" not in text
    assert "Cash: shown once it is counted" in text
    assert "As of" in text


# --- papers of a shop


def last_paper(shop: Shop) -> Paper:
    return from_json(shop.store.prints.list(1)[0].paper)


def test_the_receipt_of_a_real_sale(shop: Shop) -> None:
    shop.sell(WATER, WATER, WATER, banana(1235), given=2000)
    paper = last_paper(shop)
    assert amount_of(paper, "  3rd free") == "−2.00"
    assert amount_of(paper, "Total") == "¥13.90"
    assert amount_of(paper, "Change") == "6.10"
    assert any(line.endswith("T1  Amy") for line in lines(paper))


def test_a_copy_says_the_how_manyth_it_is_and_is_written_down(shop: Shop) -> None:
    sale_id = shop.sell(COLA)
    for number in (1, 2):
        papers.reprint(shop.counter, sale_id)
        assert lines(last_paper(shop))[0].strip() == f"COPY {number}"
    assert [a["copy"] for a in shop.acts("receipt.reprinted")] == ["2", "1"]
    assert all(a["sale"] == sale_id for a in shop.acts("receipt.reprinted"))


def test_a_copy_reads_as_the_original_did_whatever_became_of_the_goods(shop: Shop) -> None:
    sale_id = shop.sell(COLA, RICE)
    original = lines(last_paper(shop))
    shop.tick(86_400)
    papers.reprint(shop.counter, sale_id)
    assert lines(last_paper(shop))[2:] == original


def test_slips_say_what_for_and_how_much(shop: Shop) -> None:
    counter, at = shop.counter, shop.time.at
    moved = CashMoved(shift_id="s", terminal="T1", amount=Money(-50000), reason="bank", note="Monday")
    slip = papers.cash_slip(counter, moved, M("To the bank or safe"), "K7QXMP-413", at)
    assert amount_of(slip, "To the bank or safe") == "¥500.00"
    assert "Monday" in lines(slip)
    customer = shop.store.people.customer("C1")
    assert customer is not None
    paid = CustomerPaid(shift_id="s", terminal="T1", customer_id="C1", amount=Money(5000), tender="cash")
    assert amount_of(papers.payment_slip(counter, paid, customer, "K7QXMP-414", at), "Cash") == "¥50.00"
    aside = BasketSuspended(basket_id="b", label="Cola +2", total=Money(2780), count=6, body=b"{}")  # type: ignore[arg-type]
    slip = papers.suspended_slip(counter, aside, "K7QXMP-415", at)
    assert "[code128 K7QXMP-415]" in lines(slip)
    assert amount_of(slip, "Total") == "¥27.80"


def test_a_shelf_label_has_both_names_the_price_a_unit_and_bars_that_sell_it(shop: Shop) -> None:
    cola, banana = shop.store.catalogue.product("cola"), shop.store.catalogue.product("banana")
    assert cola is not None
    assert banana is not None
    text = lines(papers.shelf_label(shop.counter, cola))
    assert text[:2] == ["Cola", "可乐"]
    assert text[2].strip() == "¥3.50 / pcs"
    assert text[3] == f"[ean13 {COLA}]"
    assert "[code128 2100001]" in lines(papers.shelf_label(shop.counter, banana))


def test_times_on_paper_are_the_shops(shop: Shop) -> None:
    assert local_time(shop.counter, 1_780_000_000_000) == "2026-05-29 04:26"
    assert local_time(shop.counter, None) == ""


def test_a_tax_number_of_the_config_stands_in_for_the_offices(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "tax.db", tax_id="91310000MA1FL0XX0X")
    shop.start()
    shop.sign_in("amy")
    shop.open_shift()
    shop.sell(COLA)
    assert b"91310000MA1FL0XX0X" in shop.devices.papers[-1].paper
    shop.close()
