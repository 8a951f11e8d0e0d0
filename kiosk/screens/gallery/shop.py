"""The shop of the examples: its people, its shelf, its paper."""

from __future__ import annotations

from functools import cache

from kiosk.flows.units import unit_name
from kiosk.flows.views import DeviceLamp, LineView, Note, PaperPicture, Person, StatusBar, TileView
from kiosk.i18n import M, Names

CASHIER = Names("收银员", "Cashier")
MANAGER = Names("店长", "Manager")

WANG = Person("u1", "王芳", CASHIER, "王芳", 1)
PEOPLE = (
    WANG,
    Person("u2", "李建国", MANAGER, "建国", 2),
    Person("u3", "Maria Santos", CASHIER, "MS", 4),
    Person("u4", "陈小雨", CASHIER, "小雨", 6),
    Person("u5", "欧阳文静", Names("仓库管理员", "Stock keeper"), "文静", 5),
    Person("u6", "Christopher Featherstonehaugh", Names("区域经理", "District manager"), "CF", 0),
)

LAMPS = (
    DeviceLamp("scanner", M("Scanner"), "ready"),
    DeviceLamp("printer", M("Printer"), "ready"),
    DeviceLamp("drawer", M("Drawer"), "ready"),
    DeviceLamp("lights", M("Lights"), "ready"),
)
TROUBLE = (
    DeviceLamp("scanner", M("Scanner"), "absent"),
    DeviceLamp("printer", M("Printer"), "trouble", M("The printer is out of paper. Put in a new roll.")),
    DeviceLamp("drawer", M("Drawer"), "ready"),
    DeviceLamp("lights", M("Lights"), "off"),
)
SHOP = Names("城南店", "Southgate")
BAR = StatusBar(SHOP, "T2", WANG, LAMPS)
BAR_NOBODY = StatusBar(SHOP, "T2", None, LAMPS)
BAR_TRAINING = StatusBar(SHOP, "T2", WANG, LAMPS, training=True)
BAR_TROUBLE = StatusBar(SHOP, "T2", WANG, TROUBLE, waiting=128, papers=3)

GOODS = (
    # id, Chinese, English, price, unit, category colour, on hand
    ("1001", "天然饮用水 550ml", "Spring water 550 ml", 200, "bottle", 0, 312),
    ("1006", "可乐 330ml 罐装", "Cola 330 ml can", 300, "pcs", 0, 96),
    ("1013", "绿茶 500ml", "Green tea 500 ml", 350, "bottle", 0, 41),
    ("2001", "香蕉", "Bananas", 798, "kg", 1, 23),
    ("2004", "红富士苹果", "Fuji apples", 1299, "kg", 1, 0),
    ("3002", "红烧牛肉面 桶装", "Braised beef noodles, cup", 550, "pcs", 2, 18),
    ("3017", "原味薯片 75g", "Potato crisps, plain, 75 g", 690, "bag", 2, None),
    ("3021", "奥利奥夹心饼干 原味 116g", "Sandwich biscuits, original, 116 g", 780, "bag", 2, 7),
    ("4003", "鲜牛奶 950ml", "Fresh milk 950 ml", 1680, "box", 5, 12),
    ("4011", "原味酸奶 八连杯", "Plain yoghurt, eight cups", 1290, "pcs", 5, 3),
    ("5002", "抽纸 3层 120抽 6包", "Tissues, 3 ply, 120 sheets, pack of six", 2190, "bag", 3, 30),
    ("5009", "洗洁精 柠檬 1.12kg", "Washing-up liquid, lemon, 1.12 kg", 1490, "bottle", 3, 22),
    ("6001", "五号电池 4粒", "AA batteries, four", 1580, "pcs", 7, 55),
    ("6007", "雨伞 折叠", "Folding umbrella", 3900, "pcs", 7, 9),
    ("7004", "茶叶蛋", "Tea egg", 200, "pcs", 6, None),
    ("7009", "现磨拿铁 大杯", "Latte, large", 1500, "pcs", 6, None),
)

TILES = tuple(
    TileView(id_, Names(zh, en), price, unit_name(unit), unit == "kg", colour, None if left is None else left * 1000)
    for id_, zh, en, price, unit, colour, left in GOODS
)


def line(key: int, goods: int, quantity: int, *notes: Note, back: bool = False) -> LineView:
    """A basket line of GOODS[goods]; quantity in thousandths."""
    _id, zh, en, price, unit, _colour, _left = GOODS[goods % len(GOODS)]
    total = (price * quantity + 500) // 1000 + sum(n.amount or 0 for n in notes)
    decimals = 3 if unit == "kg" else 0
    signed = -total if back else total
    return LineView(key, Names(zh, en), quantity, decimals, unit_name(unit), price, signed, notes, back)


@cache
def receipt() -> PaperPicture:
    """A receipt, as the printer draws it."""
    from kiosk.hw.paper import Barcode, Blank, Goods, Pair, Paper, Rule, Text
    from kiosk.hw.paper_text import to_text
    from kiosk.hw.raster import draw_paper

    paper = Paper(
        "zh_CN",
        (
            Text("掌柜便利店 城南店", "center", True, "double"),
            Text("上海市徐汇区漕溪北路 88 号", "center"),
            Text("021-5555 0199", "center"),
            Blank(),
            Pair("K7QXMP-1042", "2026-03-14 14:32"),
            Pair("收银员 王芳", "T2"),
            Rule(),
            Goods("天然饮用水 550ml", "3 × 2.00", "6.00"),
            Goods("  第三件免费", "", "-2.00"),
            Goods("香蕉", "1.235 kg × 7.98", "9.86"),
            Goods("可乐 330ml 罐装", "2 × 3.00", "6.00"),
            Rule(),
            Pair("合计", "¥19.86", True, "double"),
            Pair("已优惠", "2.00"),
            Rule(),
            Pair("现金", "50.00"),
            Pair("抹零", "-0.06"),
            Pair("找零", "30.20"),
            Blank(),
            Text("退换货请凭小票，7 日内有效。", "center"),
            Barcode("K7QXMP-1042"),
        ),
    )
    picture = draw_paper(paper, 48)
    return PaperPicture(picture.width, picture.height, picture.tobytes(), to_text(paper, 48))
