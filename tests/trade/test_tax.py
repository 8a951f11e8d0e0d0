from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.trade.money import Money, Rate
from kiosk.trade.tax import Taxable, TaxPer, line_taxes, tax_of, tax_totals
from tests.trade.shop import EXEMPT, VAT9, VAT13

taxables = st.lists(
    st.builds(Taxable, st.integers(0, 10**7), st.sampled_from([EXEMPT, VAT9, VAT13]), st.booleans()),
    max_size=15,
)


def test_tax_is_contained_in_a_price_or_added_to_it() -> None:
    assert tax_of(11300, VAT13.rate, included=True) == 1300
    assert tax_of(10000, VAT13.rate, included=False) == 1300


def test_three_lines_rounded_alone_or_together_may_differ_by_a_cent() -> None:
    lines = [Taxable(4, VAT13, included=False)] * 3  # 0.52 fen each, 1.56 together
    assert line_taxes(lines, "line") == [1, 1, 1]
    assert line_taxes(lines, "document") == [1, 1, 0]


@given(taxables, st.sampled_from(["line", "document"]))
@settings(deadline=None, max_examples=150)
def test_the_taxes_of_the_lines_add_up_to_the_tax_of_the_document(lines: list[Taxable], per: TaxPer) -> None:
    taxes = line_taxes(lines, per)
    for included in (False, True):
        for tax in (EXEMPT, VAT9, VAT13):
            mine = [i for i, line in enumerate(lines) if line.tax == tax and line.included == included]
            of_document = tax_of(sum(lines[i].net for i in mine), tax.rate, included=included)
            together = sum(taxes[i] for i in mine)
            if per == "document":
                assert together == of_document
            else:
                assert abs(together - of_document) <= len(mine)
    assert all(tax >= 0 for tax in taxes)
    assert all(tax <= line.net for tax, line in zip(taxes, lines, strict=True))


def test_a_contained_tax_leaves_a_base_that_it_was_computed_from() -> None:
    for net in range(0, 3000, 7):
        tax = tax_of(net, Rate(130_000), included=True)
        assert abs((net - tax) * 0.13 - tax) <= 0.57


def test_totals_are_listed_by_rate_and_add_up() -> None:
    totals = tax_totals([(VAT9, Money(109), Money(9)), (VAT13, Money(113), Money(13)), (VAT9, Money(218), Money(18))])
    assert [(t.tax_id, t.base, t.tax) for t in totals] == [("vat13", 100, 13), ("vat9", 300, 27)]


def test_a_tax_whose_rate_changed_is_listed_once_for_each_rate() -> None:
    old = type(VAT13)("vat13", VAT13.name_zh, VAT13.name_en, Rate(160_000))
    totals = tax_totals([(VAT13, Money(113), Money(13)), (old, Money(-116), Money(-16))])
    assert [(t.rate, t.base, t.tax) for t in totals] == [(160_000, -100, -16), (130_000, 100, 13)]
