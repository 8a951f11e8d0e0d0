"""What all widgets share while they are drawn: language, currency, sizes, colours. A change redraws what shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MethodType
from typing import Any
from weakref import WeakMethod

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.i18n import M, Message, Names
from kiosk.screens.theme import DARK, LIGHT, REGULAR, rgba, sizes_for
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

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._watchers: dict[str, list[Callable[[], Callable[..., Any] | None]]] = {}

    def watch(self, tell: Callable[..., Any], *names: str) -> None:
        """Have `tell(look, value)` called when one of the named properties changes, for as long as its widget lives.

        Kivy's fbind would keep every widget for ever; its bind compares with all that are bound, one by one.
        """
        ref = WeakMethod(tell) if isinstance(tell, MethodType) else partial(_itself, tell)
        for name in names:
            if name not in self._watchers:
                self._watchers[name] = []
                self.fbind(name, partial(self._tell, name))
            self._watchers[name].append(ref)

    def _tell(self, name: str, _look: Look, value: object) -> None:
        self._watchers[name] = [ref for ref in self._watchers[name] if ref() is not None]
        for ref in list(self._watchers[name]):
            tell = ref()
            if tell is not None:
                tell(self, value)

    def fit(self, width: float, height: float) -> None:
        """Take the sizes for a screen of so many pixels."""
        self.sizes = sizes_for(width, height)

    def dim(self, dark: bool) -> None:
        """Take the colours of a warehouse, or a shop's."""
        self.palette = DARK if dark else LIGHT

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


def _itself(tell: Callable[..., Any]) -> Callable[..., Any]:
    return tell


look = Look()
"""Imported by every widget and .kv as `look`."""
