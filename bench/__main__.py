"""Runs every benchmark in a process of its own and writes build/bench.json.

A row is {name, value, unit, bound, ratio, limit}: the bound is measured in the same run unless it is a fixed promise,
ratio is value / bound, and limit is the largest ratio that will do (null: reported only). Exits with 1 if one is over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

OUT = Path("build/bench.json")


def main() -> int:
    """Run those named on the command line, or all."""
    here = Path(__file__).parent
    names = sys.argv[1:] or sorted(p.stem for p in here.glob("*.py") if not p.stem.startswith("_"))
    rows: list[dict[str, object]] = []
    for name in names:
        print(f"bench.{name} …", file=sys.stderr, flush=True)
        environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, env=environment, check=True
        )
        rows += json.loads(done.stdout[done.stdout.index(b"[") :])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    over = [r for r in rows if r["limit"] is not None and float(str(r["ratio"])) > float(str(r["limit"]))]
    for row in rows:
        mark = "OVER" if row in over else ""
        limit = "" if row["limit"] is None else f"(limit {row['limit']})"
        print(f"{row['name']:<48} {row['value']:>12} {row['unit']:<10} ratio {row['ratio']:>8} {limit} {mark}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
