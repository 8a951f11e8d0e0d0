"""Every screen as a picture, at both sizes and in both languages: `python -m kiosk.screens.shots DIRECTORY`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.i18n import LANGUAGES
from kiosk.screens.window import configure

SIZES = ((1280, 800), (800, 480))


class _Nobody:
    """A desk that hands nothing on."""

    def post(self, flow: object, method: str, *args: object) -> None:
        """Nothing happens in a picture."""


def scenes() -> Iterator[tuple[str, Any, Callable[[Any], None] | None]]:
    """Name, publication without its language, and what to do to the screen before the picture."""
    from kiosk.screens import examples as e

    bodies: dict[str, object] = {
        "signin": e.SIGN_IN, "signin-pin": e.SIGN_IN_PIN, "locked": e.LOCKED, "sell": e.SELLING, "sell-empty": e.EMPTY,
        "sell-line": e.SELLING_SELECTED, "sell-trouble": e.SELLING_TROUBLE, "sell-long": e.long_basket(100, 100),
        "pay": e.PAYING, "pay-part": e.PAYING_PART, "pay-wallet": e.PAYING_WALLET, "pay-back": e.PAYING_BACK,
        "done": e.done_with_receipt(), "return": e.RETURNING, "return-free": e.RETURNING_FREE, "shift-open": e.COUNT_OPEN,
        "shift-close": e.COUNT_CLOSE, "paper": e.paper_page(), "sales": e.HISTORY, "empty-list": e.NOTHING,
        "customers": e.CUSTOMERS, "lookup": e.PRODUCT, "lookup-found": e.FOUND, "more": e.MORE, "status": e.STATUS,
        "blocked": e.BLOCKED,
    }  # fmt: skip
    for name, body in bodies.items():
        trouble = name in {"sell-trouble", "status", "blocked"}
        yield name, e.counter(body, bar=e.BAR_TROUBLE if trouble else e.BAR), None
    sheets = {
        "amount": e.ASK_AMOUNT, "quantity": e.ASK_QUANTITY, "percent": e.ASK_PERCENT, "text": e.ASK_TEXT,
        "choice": e.ASK_CHOICE, "confirm": e.ASK_CONFIRM, "approval": e.ASK_APPROVAL, "form": e.ASK_FORM,
    }  # fmt: skip
    for name, sheet in sheets.items():
        yield f"sheet-{name}", e.counter(e.SELLING, overlay=sheet), None
    yield "sell-search", e.counter(e.SEARCHING), lambda root: root.screen.search()
    yield "training", e.counter(e.SELLING, bar=replace(e.BAR, training=True)), None
    yield "keyboard", e.counter(e.SELLING), lambda root: setattr(root, "keyboard_present", True)


def main(directory: Path) -> None:
    """Draw them all."""
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    configure(*SIZES[0])

    from kivy.base import EventLoop
    from kivy.core.window import Window

    EventLoop.ensure_window()
    from kiosk.screens.picture import save
    from kiosk.screens.root import Root

    root = Root(_Nobody())
    Window.add_widget(root)
    for width, height in SIZES:
        Window.size = width, height
        root.size = width, height
        for name, view, touch_up in scenes():
            for language in LANGUAGES:
                root.keyboard_present = False
                root.show(replace(view, language=language))
                if touch_up is not None:
                    touch_up(root)
                for _ in range(4):
                    EventLoop.idle()
                save(directory / f"{name}-{width}x{height}-{language}.png")
                if name == "sell-search":
                    root.screen.hide()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/shots"))
