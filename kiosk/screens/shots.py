"""Pictures of every screen: `python -m kiosk.screens.shots OUTDIR [NAME …]`, at both sizes and in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.i18n import LANGUAGES
from kiosk.screens.gallery import NAMES, example
from kiosk.screens.stage import SIZES, Stage


def main(arguments: list[str]) -> int:
    """Save OUTDIR/1280x800/zh_CN/sell.png and its like. Returns the exit code."""
    if not arguments or not set(arguments[1:]) <= set(NAMES):
        print(f"usage: python -m kiosk.screens.shots OUTDIR [{' | '.join(NAMES)} …]", file=sys.stderr)
        return 2
    out, names = Path(arguments[0]), arguments[1:] or NAMES
    stage = Stage(*SIZES[0])
    for width, height in SIZES:
        stage.resize(width, height)
        for language in LANGUAGES:
            for name in names:
                stage.show(example(name, language))
                stage.save(out / f"{width}x{height}" / language / f"{name}.png")
    print(f"{len(SIZES) * len(LANGUAGES) * len(names)} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
