"""Pictures of every screen: `python -m kiosk.screens.shots OUTDIR [NAME …]`, at both sizes and in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.i18n import LANGUAGES
from kiosk.screens.gallery import NAMES, WAREHOUSE_NAMES, example
from kiosk.screens.stage import SIZES, WAREHOUSE_SIZES, Stage


def main(arguments: list[str]) -> int:
    """Save OUTDIR/1280x800/zh_CN/sell.png and its like. Returns the exit code."""
    known = dict.fromkeys((*NAMES, *WAREHOUSE_NAMES))
    if not arguments or not set(arguments[1:]) <= set(known):
        print(f"usage: python -m kiosk.screens.shots OUTDIR [{' | '.join(known)} …]", file=sys.stderr)
        return 2
    out, names = Path(arguments[0]), arguments[1:] or tuple(known)
    stage = Stage(*SIZES[0])
    count = 0
    for role, sizes, shown in (("", SIZES, NAMES), ("warehouse-", WAREHOUSE_SIZES, WAREHOUSE_NAMES)):
        for width, height in sizes:
            stage.resize(width, height)
            for language in LANGUAGES:
                for name in (n for n in names if n in shown):
                    stage.show(example(name, language, dark=bool(role)))
                    stage.save(out / f"{role}{width}x{height}" / language / f"{name}.png")
                    count += 1
    print(f"{count} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
