"""What a receipt of 40 lines costs: as bytes for a printer with Chinese, and as a picture for the screen.

Prints a JSON list of {name, value, unit, bound, ratio, limit}; a null limit is reported only. The bound of the
bytes is 5 ms, what a paper may take; that of the picture one frame of a screen.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence

from kiosk.hw.escpos_encode import Abilities, encode
from kiosk.hw.paper import Banner, Barcode, Blank, Goods, Pair, Paper, Rule, Text
from kiosk.hw.paper_text import lay_out
from kiosk.hw.raster import draw_rows

ROUNDS = 200


def main() -> None:
    papers = [receipt(number) for number in range(ROUNDS)]
    first = papers[0]
    assert 38 <= len(lay_out(first, 48)) <= 44
    text, drawn = Abilities(48), Abilities(32, "raster")
    encode(first, text)  # the library is imported, the printer's profile read
    encode(first, drawn)
    results = [
        result("receipt.40_lines_to_bytes", spread(lambda paper: encode(paper, text), papers), 5.0, 1.0),
        result(
            "receipt.40_lines_as_dots_to_bytes",
            spread(lambda paper: encode(paper, drawn), papers[:50]),
            5.0,
            None,
        ),
        result(
            "receipt.40_lines_to_picture",
            spread(lambda paper: draw_rows(lay_out(paper, 48), 48), papers[:50]),
            16.7,
            1.0,
        ),
    ]
    print(json.dumps(results, indent=2))


def receipt(number: int) -> Paper:
    """A receipt like the counter's; every one is different, so that nothing but its words is remembered."""
    goods = [
        Goods(f"农夫山泉饮用天然水 {number}-{at}", f"{at + 1} × 2.{number % 100:02}", f"{at * 2 + 2}.00")
        for at in range(24)
    ]
    return Paper(
        "zh_CN",
        (
            Banner("REPRINT 补打"),
            Text("掌柜便利店", "center", True, "double"),
            Text("上海市静安区南京西路 1266 号", "center"),
            Pair(f"单号 S001-T1-{number:06}", "2025-11-23 14:05"),
            Rule(),
            *goods,
            Rule(),
            Pair("小计", f"{number}.00"),
            Pair("优惠", "-1.00"),
            Pair("合计", f"¥{number}.00", True, "double"),
            Rule(),
            Pair("现金", "200.00"),
            Pair("找零", "30.56"),
            Blank(),
            Text("退换货请凭小票，7 日内有效。", "center"),
            Barcode(f"S001-T1-{number:06}"),
        ),
        kick_drawer=True,
    )


def spread(work: Callable[[Paper], object], papers: Sequence[Paper]) -> float:
    """The 99th percentile of `work` on each paper once, in milliseconds."""
    times = []
    for paper in papers:
        begin = time.perf_counter()
        work(paper)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(times, n=100)[98]


def result(name: str, value: float, bound: float, limit: float | None) -> dict[str, object]:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": "ms p99",
        "bound": bound,
        "ratio": round(value / bound, 3),
        "limit": limit,
    }


if __name__ == "__main__":
    main()
