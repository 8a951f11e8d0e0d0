"""The two fonts: one for Latin and Chinese, with digits of equal width, and one for icons. Both are Debian packages."""

from __future__ import annotations

from pathlib import Path

from kivy.core.text import LabelBase

from kiosk.exc import ConfigError
from kiosk.i18n import M

TEXT = "Till"
ICONS = "TillIcons"

_FILES = {
    TEXT: ("wqy-microhei.ttc", "fonts-wqy-microhei"),
    ICONS: ("materialdesignicons-webfont.ttf", "fonts-materialdesignicons-webfont"),
}
_PLACES = (
    "truetype/wqy",
    "truetype/materialdesignicons-webfont",
    "truetype",
    "opentype",
)
ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def register(roots: tuple[Path, ...] = ROOTS) -> None:
    """Make both fonts known to Kivy. Raises ConfigError naming the package of one that is not installed."""
    for name, (file, package) in _FILES.items():
        LabelBase.register(name, str(find(file, package, roots)))


def find(file: str, package: str, roots: tuple[Path, ...] = ROOTS) -> Path:
    """Where a font's file is. Raises ConfigError if it is nowhere."""
    for root in roots:
        for place in _PLACES:
            if (root / place / file).is_file():
                return root / place / file
        for path in sorted(root.rglob(file)) if root.is_dir() else ():
            return path
    raise ConfigError(M("The font {file} is not installed. Install the package {package}.", file=file, package=package))


def find_text_font() -> Path:
    """The file of the font for words."""
    return find(*_FILES[TEXT])
