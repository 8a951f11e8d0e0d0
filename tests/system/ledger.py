"""What the test itself knows of a day: kept beside the till, from what was done at it."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field

from tests.system.hand import due_in_cash

Intent = tuple[str, int]
"""By which way and how much: ("cash" | "card" | "wechat" | "split", total), ("return", −total), ("cash", …)."""


@dataclass
class Ledger:
    """Sales that were acknowledged, and those of which a power cut left open whether they are, as it turned out."""

    sales: dict[str, tuple[str, int]] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)
    """The sale that was brought back, and the number of its return."""
    cash_in: int = 0
    cash_out: int = 0

    def book(self, intent: Intent, sale_id: str, of: str = "") -> None:
        """It is there."""
        way, total = intent
        assert sale_id not in self.sales, "one number for two sales"
        if of:
            way = self.sales[of][0]
            self.returned[of] = sale_id
        self.sales[sale_id] = (way, total)

    def move(self, amount: int) -> None:
        self.cash_in += max(amount, 0)
        self.cash_out += min(amount, 0)

    def can_come_back(self) -> list[str]:
        """Sales of which nothing came back."""
        return [s for s, (_, total) in self.sales.items() if total > 0 and s not in self.returned]

    @property
    def tenders(self) -> Tally[str]:
        """What each means of payment took in, less what it gave back."""
        sums: Tally[str] = Tally()
        for way, total in self.sales.values():
            sign = 1 if total > 0 else -1
            if way == "split" and abs(total) > 100:
                sums["cash"] += 100 * sign
                sums["card"] += total - 100 * sign
            elif way in ("card", "wechat"):
                sums[way] += total
            else:
                sums["cash"] += due_in_cash(total)
        return sums

    @property
    def sold(self) -> int:
        return sum(total for _, total in self.sales.values() if total > 0)

    @property
    def brought_back(self) -> int:
        return sum(total for _, total in self.sales.values() if total < 0)
