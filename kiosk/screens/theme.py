"""How everything looks: colours, type, spacing and sizes, in this one file.

Colours are "#rrggbb". Light is for a counter, dark for a warehouse. Sizes are in pixels at density 1; the two
first-class sizes are 1280×800 (10 inch) and 800×480 (7 inch), and 480×800 for what is held in one hand (5 inch).
"""

from __future__ import annotations

import msgspec

TYPE_STEPS = (14, 18, 24, 36, 64, 96)
"""All sizes of type there are; the last is read at arm's length: a warehouse's number, the change."""

RADIUS = 8


class Tone(msgspec.Struct, frozen=True):
    """A state's colours: text and mark on a ground, and the same as a solid with its own text."""

    ink: str
    ground: str
    solid: str
    on_solid: str = "#ffffff"


class Palette(msgspec.Struct, frozen=True):
    """The colours of one theme.

    paper: behind everything. surface: what lies on it. sunken: fields and the pressed. line: hairlines.
    ink: text; muted: less important text. accent: what leads on. hues: (ground, edge) of categories and people.
    """

    paper: str
    surface: str
    sunken: str
    line: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_pressed: str
    on_accent: str
    accent_ground: str
    marked: str
    veil: str
    info: Tone
    ok: Tone
    warn: Tone
    error: Tone
    hues: tuple[tuple[str, str], ...]

    def tone(self, name: str) -> Tone:
        """The tone of a strip, a row or a lamp."""
        tone: Tone = getattr(self, name if name in {"ok", "warn", "error"} else "info")
        return tone


LIGHT = Palette(
    paper="#edeae3",
    surface="#fdfcfa",
    sunken="#f2efe9",
    line="#dcd7cc",
    edge="#8d8677",
    ink="#1b232b",
    muted="#545d66",
    accent="#1a4a7c",
    accent_pressed="#12365c",
    on_accent="#ffffff",
    accent_ground="#dfe9f3",
    marked="#fbeebc",
    veil="#1b232b",
    info=Tone("#1a4a7c", "#e3ecf5", "#1a4a7c"),
    ok=Tone("#1c6240", "#e0f0e6", "#237a50"),
    warn=Tone("#774b00", "#fcefd0", "#8f5a00"),
    error=Tone("#9c2018", "#fbe5e2", "#b3261e"),
    hues=(
        ("#e4ecf4", "#4c759f"),
        ("#e3f0e6", "#497c5a"),
        ("#f8ecd8", "#906b2d"),
        ("#f6e4e0", "#b15846"),
        ("#ece5f3", "#8362ab"),
        ("#def0f0", "#3d7b7c"),
        ("#f5e3ec", "#af5280"),
        ("#ebebdc", "#74743d"),
    ),
)

DARK = Palette(
    paper="#10151a",
    surface="#1b232b",
    sunken="#151b21",
    line="#313c47",
    edge="#7d8b98",
    ink="#f3f1ec",
    muted="#aab4bd",
    accent="#9cc7f2",
    accent_pressed="#7cb0e4",
    on_accent="#0c1a28",
    accent_ground="#22364a",
    marked="#4a3f16",
    veil="#05080b",
    info=Tone("#b4d4f3", "#1d3144", "#9cc7f2", "#0c1a28"),
    ok=Tone("#9adcb6", "#173626", "#7fd0a2", "#08170f"),
    warn=Tone("#f4cf86", "#3a2d10", "#efc066", "#1c1403"),
    error=Tone("#f7b1a8", "#441e1a", "#f2968a", "#230805"),
    hues=(
        ("#22313f", "#6f9bc8"),
        ("#1f3528", "#6fb287"),
        ("#3a3020", "#cda04f"),
        ("#3b2723", "#d08474"),
        ("#2e2838", "#a385c8"),
        ("#1d3536", "#61b0b2"),
        ("#38252f", "#cc7ca3"),
        ("#33331f", "#a5a55e"),
    ),
)


class Sizes(msgspec.Struct, frozen=True):
    """Measures of one class of screens. target: the least side of anything that can be pressed.

    tiny … huge are the steps that roles of text use; total is the basket's, due the payment's, number a warehouse's.
    """

    name: str
    bar: int
    target: int
    action: int
    foot: int
    pad: int
    row: int
    basket_share: float
    tile: int
    key: int
    sheet: int
    small: int
    body: int
    title: int
    big: int
    total: int
    due: int
    number: int = 96

    @property
    def portrait(self) -> bool:
        """Whether it is higher than wide."""
        return self.name == "portrait"


REGULAR = Sizes(
    name="regular", bar=56, target=56, action=72, foot=88, pad=16, row=56, basket_share=0.47, tile=78,
    key=64, sheet=880, small=14, body=18, title=24, big=36, total=64, due=64,
)  # fmt: skip
COMPACT = Sizes(
    name="compact", bar=48, target=48, action=56, foot=64, pad=8, row=48, basket_share=0.58, tile=64,
    key=48, sheet=720, small=14, body=18, title=18, big=24, total=36, due=64,
)  # fmt: skip
PORTRAIT = Sizes(
    name="portrait", bar=48, target=68, action=88, foot=120, pad=8, row=56, basket_share=0.5, tile=96,
    key=68, sheet=480, small=14, body=18, title=24, big=36, total=64, due=64,
)  # fmt: skip
"""68 pixels are 9 mm where 480 of them are 6.5 cm wide, on 5 inches."""


def sizes_for(width: float, height: float) -> Sizes:
    """The class of a screen: a till of ten inches and more, a small one, or one that stands upright in a hand."""
    if height > width and width < 700:
        return PORTRAIT
    return REGULAR if width >= 1180 and height >= 700 else COMPACT


def rgba(colour: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
    """Red, green, blue and alpha, 0…1."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255, alpha)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1…21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba(colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
