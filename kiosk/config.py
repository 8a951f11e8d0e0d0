"""kiosk.toml: what this terminal is, and what is plugged into it. Explained for installers in docs/config.md."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.i18n import Names

Language = Literal["zh_CN", "en"]
LayoutName = Literal["us", "uk", "de", "fr"]
Suffix = Literal["any", "enter", "tab", "none"]
GsKey = Literal["", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"]
ScaleFormat = Literal["ad", "sics", "toledo"]
Pin = Annotated[int, Meta(ge=0, le=27)]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,16}\Z")]
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Store(_Section, frozen=True):
    """[store]: the shop. currency: ISO 4217."""

    id: Id = "S1"
    name: str = "掌柜"
    name_en: str = ""
    language: Language = "zh_CN"
    currency: Literal["CNY", "EUR", "USD", "JPY"] = "CNY"

    @property
    def names(self) -> Names:
        """The shop's name in both languages."""
        return Names(self.name, self.name_en)


class Terminal(_Section, frozen=True):
    """[terminal]: this machine."""

    name: Id = "T1"
    role: Literal["counter", "warehouse"] = "counter"


class Data(_Section, frozen=True):
    """[data]: where the database is kept; a file with its key, or "" for a plain database."""

    path: str = "/var/lib/kiosk"
    key_file: str = ""

    @property
    def directory(self) -> Path:
        """The data directory, absolute once loaded."""
        return Path(self.path)


class Scanner(_Section, frozen=True):
    """[scanner], or one [[scanner]] for each.

    id (evdev): "" for whatever says that it is a scanner; else vendor:product, a name, or a path by which it is
    plugged in. device (serial): a path, or vendor:product. timeout_ms: silence that ends a code; 0 for never.
    """

    driver: Literal["evdev", "serial", "simulated", "none"] = "evdev"
    name: str = ""
    id: str = ""
    layout: LayoutName = "us"
    suffix: Suffix = "any"
    gs_key: GsKey = ""
    timeout_ms: Annotated[int, Meta(ge=0, le=5000)] = 0
    device: str = ""
    baud: Baud = 9600


class Printer(_Section, frozen=True):
    """[printer]. vendor, product: USB ids, 0 for the first printer. status: whether it may be asked how it is."""

    driver: Literal["usb", "serial", "network", "file", "simulated", "none"] = "none"
    vendor: Annotated[int, Meta(ge=0, le=0xFFFF)] = 0
    product: Annotated[int, Meta(ge=0, le=0xFFFF)] = 0
    device: str = ""
    host: str = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 9100
    baud: Baud = 9600
    profile: str = ""
    columns: Literal[32, 42, 48] = 48
    chinese: Literal["gb18030", "raster"] = "gb18030"
    cut: bool = True
    status: bool = True
    timeout: Annotated[float, Meta(gt=0, le=120)] = 10.0


class Drawer(_Section, frozen=True):
    """[drawer]. pins are GPIO (BCM) numbers. sensor_open: the sensor's level while the drawer is open."""

    driver: Literal["gpio", "printer", "simulated", "none"] = "none"
    pin: Pin | None = None
    active_high: bool = True
    pulse_ms: Annotated[int, Meta(ge=20, le=1000)] = 200
    sensor_pin: Pin | None = None
    sensor_open: Literal["high", "low"] = "high"


class Lights(_Section, frozen=True):
    """[lights]: lamps and buzzer, each with a pin or without."""

    driver: Literal["gpio", "simulated", "none"] = "none"
    green: Pin | None = None
    amber: Pin | None = None
    red: Pin | None = None
    buzzer: Pin | None = None
    active_high: bool = True


class Scale(_Section, frozen=True):
    """[scale]. format: what it speaks, see docs/config.md."""

    driver: Literal["serial", "simulated", "none"] = "none"
    device: str = ""
    baud: Baud = 9600
    format: ScaleFormat = "ad"


class Screen(_Section, frozen=True):
    """[screen]. rotation: degrees clockwise. idle_lock_s, blank_s: seconds, 0 for never. language: "" for the shop's.

    backlight: whose light is turned down and off.
    """

    width: Annotated[int, Meta(ge=320, le=7680)] = 1280
    height: Annotated[int, Meta(ge=240, le=4320)] = 800
    fullscreen: bool = True
    rotation: Literal[0, 90, 180, 270] = 0
    idle_lock_s: Annotated[int, Meta(ge=0, le=86_400)] = 300
    blank_s: Annotated[int, Meta(ge=0, le=86_400)] = 600
    language: Literal["", "zh_CN", "en"] = ""
    backlight: Literal["sysfs", "simulated", "none"] = "sysfs"


class Sound(_Section, frozen=True):
    """[sound]: the machine's loudspeaker. signals: whether it says what lights and buzzer say."""

    driver: Literal["alsa", "simulated", "none"] = "alsa"
    signals: bool = False


class Wifi(_Section, frozen=True):
    """[wifi]: who joins networks. name, password, hidden: of one that is joined without anybody choosing it on the
    screen; without a password an open one."""

    driver: Literal["networkmanager", "simulated", "none"] = "networkmanager"
    name: str = ""
    password: str = ""
    hidden: bool = False


class Barcodes(_Section, frozen=True):
    """[barcodes]: patterns of codes that carry a weight or a price (kiosk.trade.embedded)."""

    layouts: tuple[str, ...] = ("21IIIIIWWWWWC", "22IIIIIPPPPPC")


class Receipt(_Section, frozen=True):
    """[receipt]: what stands above and below; "" as language: as the shop."""

    header_zh: tuple[str, ...] = ()
    header_en: tuple[str, ...] = ()
    footer_zh: tuple[str, ...] = ()
    footer_en: tuple[str, ...] = ()
    language: Literal["", "zh_CN", "en"] = ""
    tax_id: str = ""
    suspended_slip: bool = False

    @property
    def header(self) -> tuple[Names, ...]:
        """The lines above, in both languages."""
        return _lines(self.header_zh, self.header_en)

    @property
    def footer(self) -> tuple[Names, ...]:
        """The lines below, in both languages."""
        return _lines(self.footer_zh, self.footer_en)


def _lines(zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[Names, ...]:
    return tuple(Names(a, b) for a, b in zip_longest(zh, en, fillvalue=""))


class Updates(_Section, frozen=True):
    """[updates]: when they are installed. window: by themselves, from from_hour to to_hour, local time; asked: never.

    keyring: certificates whose signature is believed.
    """

    install: Literal["window", "asked"] = "window"
    from_hour: Annotated[int, Meta(ge=0, le=23)] = 22
    to_hour: Annotated[int, Meta(ge=0, le=23)] = 6
    keyring: str = "/etc/rauc/keyring.pem"


class Config(_Section, frozen=True):
    """The whole of kiosk.toml. Without a word in it: a counter with whatever scanner is plugged in."""

    store: Store = Store()
    terminal: Terminal = Terminal()
    data: Data = Data()
    scanner: tuple[Scanner, ...] = (Scanner(),)
    printer: Printer = Printer()
    drawer: Drawer = Drawer()
    lights: Lights = Lights()
    scale: Scale = Scale()
    screen: Screen = Screen()
    sound: Sound = Sound()
    wifi: Wifi = Wifi()
    barcodes: Barcodes = Barcodes()
    receipt: Receipt = Receipt()
    updates: Updates = Updates()

    @property
    def screen_language(self) -> str:
        """What the screen starts in."""
        return self.screen.language or self.store.language

    @property
    def receipt_language(self) -> str:
        """What receipts are printed in."""
        return self.receipt.language or self.store.language


def load_config(path: Path) -> Config:
    """Read and check kiosk.toml. Relative paths in it begin where it lies.

    Raises ConfigError with all mistakes, each with the file, the setting and what is allowed; nothing else, whatever
    the file holds.
    """
    from kiosk.config_read import read_config

    return read_config(path)


def default_demo_config(data_dir: Path, language: Language = "zh_CN") -> Config:
    """A shop to play in: all devices simulated, nothing full screen, the data in `data_dir`."""
    return Config(
        store=Store(name="城南店", name_en="South Gate Shop", language=language),
        data=Data(path=str(data_dir)),
        scanner=(Scanner(driver="simulated", name="counter"),),
        printer=Printer(driver="simulated"),
        drawer=Drawer(driver="simulated"),
        lights=Lights(driver="simulated"),
        scale=Scale(driver="simulated"),
        screen=Screen(fullscreen=False, backlight="simulated"),
        sound=Sound(driver="simulated"),
        wifi=Wifi(driver="simulated"),
        receipt=Receipt(
            footer_zh=("谢谢惠顾，欢迎再来",),
            footer_en=("Thank you, come again",),
        ),
    )
