"""What all widgets share while they are drawn: language, currency, sizes, colours. A change redraws what shows it."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.i18n import M, Message, Names
from kiosk.screens.theme import LIGHT, REGULAR, rgba, sizes_for
from kiosk.trade.money import CNY, format_money
from kiosk.trade.quantity import format_quantity


class Look(EventDispatcher):
    """The one look of the program. sizes: `theme.Sizes`; palette: `theme.Palette`; keys: a keyboard is plugged in."""

    language = StringProperty("zh_CN")
    currency = ObjectProperty(CNY)
    sizes = ObjectProperty(REGULAR, rebind=True)
    palette = ObjectProperty(LIGHT, rebind=True)
    keys = BooleanProperty(False)

    back = M("Back")

    def fit(self, width: float, height: float) -> None:
        """Take the sizes for a screen of so many pixels."""
        self.sizes = sizes_for(width, height)

    def say(self, text: Message | Names | str | None) -> str:
        """A view's text in the language of the reader; a plain string stays as it is."""
        if text is None:
            return ""
        return text if isinstance(text, str) else text.in_(self.language)

    def money(self, amount: int | None, *, symbol: bool = False, sign: bool = False) -> str:
        """An amount as written on the till; "" for None."""
        return "" if amount is None else format_money(amount, self.currency, symbol=symbol, sign=sign)

    @staticmethod
    def quantity(thousandths: int, decimals: int = 0) -> str:
        """A quantity with at least its unit's decimals."""
        return format_quantity(thousandths, decimals)

    def colour(self, name: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
        """A colour of the palette by name, "error.ink" for a tone's, "hues.3.0" for a category's."""
        found: object = self.palette
        for part in name.split("."):
            found = found[int(part) % len(found)] if isinstance(found, tuple) else getattr(found, part)
        return rgba(str(found), alpha)


look = Look()
"""Imported by every widget and .kv as `look`."""
