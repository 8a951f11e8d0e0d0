"""What a terminal is put together of, as kiosk.toml says."""

from __future__ import annotations

from collections.abc import Callable
from threading import Timer
from typing import Any

from kiosk import __version__
from kiosk.config import Config
from kiosk.exc import StoreError, StoreMissing
from kiosk.flows.ports import Settings
from kiosk.hw.ports import Printer
from kiosk.hw.printer import open_printer
from kiosk.hw.wifi import open_wifi
from kiosk.hw.wifi_desk import WifiDesk
from kiosk.i18n import M
from kiosk.trade.money import CURRENCIES


def settings_of(config: Config) -> Settings:
    """What flows need of kiosk.toml."""
    return Settings(
        terminal=config.terminal.name,
        role=config.terminal.role,
        store_names=config.store.names,
        language=config.screen_language,
        paper_language=config.receipt_language,
        columns=config.printer.columns,
        currency=CURRENCIES[config.store.currency],
        idle_lock_s=config.screen.idle_lock_s,
        blank_s=config.screen.blank_s,
        layouts=config.barcodes.layouts,
        scanner_layout=next((s.layout for s in config.scanner if s.driver == "evdev"), "us"),
        header=config.receipt.header,
        footer=config.receipt.footer,
        tax_id=config.receipt.tax_id,
        suspended_slip=config.receipt.suspended_slip,
        version=__version__,
        office=False,
    )


def printer_of(config: Config) -> Printer:
    """The receipt printer, or one that only keeps what it prints."""
    if config.printer.driver == "simulated":
        from kiosk.hw.printer_simulated import SimulatedPrinter

        return SimulatedPrinter(config.printer.columns, config.printer.profile or "default")
    return open_printer(config.printer)


def wifi_of(config: Config) -> WifiDesk | None:
    """Joins Wi-Fi networks; None where nobody here does."""
    wifi = open_wifi(config.wifi.driver)
    return WifiDesk(wifi) if wifi is not None else None


class NotOpened:
    """Stands where a store would, and says at each use why there is none."""

    def __init__(self, error: StoreError | None = None) -> None:
        self._error = error or StoreMissing(M("The database is not open yet."))

    def close(self) -> None:
        """Nothing to close."""

    def __getattr__(self, name: str) -> Any:
        raise self._error


def after(seconds: float, call: Callable[[], None]) -> None:
    """Have `call` made once, on a thread of its own that does not keep the program up."""
    timer = Timer(seconds, call)
    timer.daemon = True
    timer.start()
