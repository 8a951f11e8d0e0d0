"""A shop's afternoon as views: for pictures of the screens, for tests of how they look, for measuring them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.views import (
    Action,
    ApprovalView,
    ChoiceView,
    ConfirmView,
    CounterView,
    DeviceLamp,
    DoneView,
    Field,
    FormView,
    LineView,
    Note,
    NumberView,
    Option,
    PayView,
    Person,
    SellView,
    SignInView,
    StatusBar,
    Strip,
    Tab,
    TenderRow,
    TextView,
    TileView,
    Way,
)
from kiosk.i18n import M, Names, plain

SHOP = Names("城南店", "South Gate")
PIECE, KILO, BOTTLE = Names("件", "pcs"), Names("千克", "kg"), Names("瓶", "bottle")

PEOPLE = tuple(
    Person(f"u{at}", name, role, initials, at)
    for at, (name, role, initials) in enumerate(
        (
            ("王芳", Names("收银员", "Cashier"), "王芳"),
            ("李建国", Names("收银员", "Cashier"), "建国"),
            ("陈静", Names("主管", "Supervisor"), "陈静"),
            ("Maria Lopez", Names("收银员", "Cashier"), "ML"),
            ("张伟", Names("店长", "Manager"), "张伟"),
            ("赵敏", Names("库管", "Storekeeper"), "赵敏"),
        )
    )
)

LAMPS = (
    DeviceLamp("scanner", Names("扫码枪", "Scanner"), "ready"),
    DeviceLamp("printer", Names("打印机", "Printer"), "ready"),
    DeviceLamp("drawer", Names("钱箱", "Drawer"), "ready"),
)
BAR = StatusBar(SHOP, "2", PEOPLE[0], LAMPS)
BAR_TROUBLE = replace(
    BAR,
    lamps=(LAMPS[0], replace(LAMPS[1], state="trouble", detail=Names("缺纸", "Out of paper")), LAMPS[2]),
    waiting=12,
    papers=2,
)


def counter(body: object, *, overlay: object = None, bar: StatusBar = BAR, language: str = "zh_CN") -> CounterView:
    """A whole publication around one screen's view."""
    return CounterView(1, bar, body, body, overlay, overlay, language)  # type: ignore[arg-type]


# --- selling

GOODS = (
    ("农夫山泉 550 ml", "Nongfu spring water 550 ml", 200, 0),
    ("可口可乐 330 ml", "Coca-Cola 330 ml", 350, 0),
    ("青岛啤酒 500 ml", "Tsingtao beer 500 ml", 650, 0),
    ("冰红茶 500 ml", "Iced black tea 500 ml", 300, 0),
    ("鲜牛奶 950 ml", "Fresh milk 950 ml", 1580, 0),
    ("乐事薯片 原味 75 g", "Potato crisps, plain 75 g", 790, 1),
    ("奥利奥饼干 97 g", "Cream biscuits 97 g", 650, 1),
    ("德芙巧克力 43 g", "Milk chocolate 43 g", 890, 1),
    ("三只松鼠每日坚果", "Daily mixed nuts", 12900, 1),
    ("康师傅红烧牛肉面", "Braised beef noodles", 450, 1),
    ("香蕉", "Bananas", 798, 2),
    ("红富士苹果", "Fuji apples", 1280, 2),
    ("西红柿", "Tomatoes", 698, 2),
    ("五花肉", "Pork belly", 3280, 2),
    ("鸡蛋 10 枚", "Eggs, ten", 1190, 2),
    ("吐司面包 400 g", "Toast bread 400 g", 1090, 2),
    ("清风抽纸 3 包", "Facial tissues, 3 packs", 1290, 3),
    ("蓝月亮洗衣液 2 kg", "Laundry liquid 2 kg", 3990, 3),
    ("高露洁牙膏 120 g", "Toothpaste 120 g", 1390, 3),
    ("舒肤佳香皂", "Bath soap", 690, 3),
    ("南孚电池 5 号 4 粒", "AA batteries, 4", 1590, 4),
    ("购物袋 大", "Carrier bag, large", 50, 5),
    ("雨伞", "Umbrella", 3900, 5),
    ("打火机", "Lighter", 200, 5),
)
_WEIGHED = {"香蕉", "红富士苹果", "西红柿", "五花肉"}
TILES = tuple(
    TileView(f"p{at}", Names(zh, en), price, KILO if zh in _WEIGHED else PIECE, zh in _WEIGHED, hue)
    for at, (zh, en, price, hue) in enumerate(GOODS)
)
TABS = tuple(
    Tab(key, Names(zh, en), at)
    for at, (key, zh, en) in enumerate(
        (
            ("", "常用", "Favourites"),
            ("c1", "饮料", "Drinks"),
            ("c2", "零食", "Snacks"),
            ("c3", "生鲜", "Fresh"),
            ("c4", "日用", "Household"),
            ("c5", "个护", "Care"),
            ("c6", "文具", "Stationery"),
            ("c7", "烟酒", "Spirits"),
        )
    )
)
SELL_ACTIONS = (
    Action("customer", M("Customer"), "account", "F5"),
    Action("discount", M("Discount"), "percent", "F7"),
    Action("suspend", M("Put aside"), "tray", "F9", badge=2),
    Action("return", M("Return"), "return", "F10"),
    Action("void_all", M("Void sale"), "delete", danger=True),
    Action("more", M("More"), "menu", "F11"),
)
LINE_ACTIONS = (
    Action("quantity", M("Quantity"), "numeric", "F2"),
    Action("price", M("Price"), "tag", "F3"),
    Action("discount_line", M("Discount"), "percent", "F4"),
    Action("note", M("Note"), "note", "F6"),
    Action("salesperson", M("Salesperson"), "account"),
    Action("void", M("Remove"), "delete", "F8", danger=True),
)


def line(key: int, at: int, quantity: int = 1000, total: int | None = None, *notes: Note) -> LineView:
    """A line of GOODS[at]."""
    tile = TILES[at]
    price = tile.price or 0
    amount = (price * quantity + 500) // 1000 if total is None else total
    return LineView(key, tile.name, quantity, 3 if tile.weighed else 0, tile.unit, price, amount, notes)


LINES = (
    line(1, 0, 3000, 600, Note(Names("第三件免费", "Third one free"), -200)),
    line(2, 10, 1235),
    line(
        3, 17, 1000, 3990, Note(Names("会员价", "Member price"), -400), Note(plain("送货到 3 号楼 / deliver to no. 3"))
    ),
    line(4, 5, 2000),
    line(5, 1, 2000),
)
SELLING = SellView(
    lines=LINES,
    total=8256,
    count=9,
    saved=600,
    actions=SELL_ACTIONS,
    tabs=TABS,
    tab="",
    tiles=TILES,
    pages=3,
    marked=5,
    customer=plain("刘洋"),
    customer_detail=Names("金卡 · 1 280 积分", "Gold · 1280 points"),
    hints=(Names("再买 1 件薯片：第二件半价", "One more crisps: second at half price"),),
    can_pay=True,
)
EMPTY = replace(
    SELLING,
    lines=(),
    total=0,
    count=0,
    saved=0,
    marked=None,
    customer=None,
    customer_detail=None,
    hints=(),
    can_pay=False,
)
SELLING_SELECTED = replace(SELLING, selected=3, marked=None, line_actions=LINE_ACTIONS, hints=())
SELLING_TROUBLE = replace(
    SELLING,
    hints=(),
    customer=None,
    marked=None,
    strip=Strip(
        "error",
        Names("没有条码 6901234567894 的商品。", "No product has the code 6901234567894."),
        Action("new_product", Names("新建商品", "New product"), "plus"),
    ),
    undoable=Names("找回 德芙巧克力 43 g", "Bring Milk chocolate 43 g back"),
)
SEARCHING = replace(SELLING, query="nai", tiles=TILES[4:9], hints=())


def long_basket(count: int, marked: int | None = None) -> SellView:
    """A basket of so many lines."""
    lines = tuple(line(at + 1, at % len(GOODS), 1000 * (1 + at % 4)) for at in range(count))
    total = sum(x.total for x in lines)
    return replace(
        SELLING,
        lines=lines,
        total=total,
        count=sum(x.quantity for x in lines) // 1000,
        marked=marked,
        hints=(),
        customer=None,
    )


# --- paying

WAYS = (
    Way("card", M("Card"), "card"),
    Way("wechat", M("WeChat Pay"), "wechat"),
    Way("alipay", M("Alipay"), "alipay"),
    Way("voucher", M("Voucher"), "voucher"),
    Way("account", M("On account"), "book", enabled=False, why=M("Choose a customer first.")),
)
PAYING = PayView(8256, 8256, 8250, -6, (), (8250, 8500, 9000, 10000), WAYS, customer=plain("刘洋"))
PAYING_PART = replace(
    PAYING,
    remaining=3256,
    cash_due=3250,
    tenders=(TenderRow(0, M("WeChat Pay"), 5000, reference="4200 1187"),),
    quick=(3250, 3500, 4000, 5000, 10000),
)
PAYING_WALLET = replace(PAYING_PART, wallet="alipay", wallet_amount=3256)
DONE = DoneView("K7QXMP-412", 8256, 1750, (TenderRow(0, M("Cash"), 8250, 10000),), True)

# --- people

SIGN_IN = SignInView(PEOPLE)
SIGN_IN_PIN = SignInView(PEOPLE, PEOPLE[3], Strip("error", Names("密码不对，请再试一次。", "Wrong PIN. Try again.")))
LOCKED = SignInView(PEOPLE, PEOPLE[0], None, 8, locked=True)

# --- sheets

ASK_AMOUNT = NumberView(
    Names("收到的现金", "Cash received"), "amount", start=8250, quick=(8250, 8500, 9000, 10000, 20000)
)
ASK_QUANTITY = NumberView(
    Names("香蕉的数量", "Quantity of Bananas"), "quantity", 3, 1235, Names("千克", "kg"),
    error=Names("最多 999 千克。", "At most 999 kg."),
)  # fmt: skip
ASK_PERCENT = NumberView(
    Names("整单折扣", "Discount on the sale"), "percent", 1, toggle=Action("toggle", Names("按金额", "By amount"), "swap"),
    detail=Names("你的权限最多 5 %；再多需主管同意。", "You may give up to 5 %; more needs a supervisor."),
)  # fmt: skip
ASK_TEXT = TextView(
    Names("为什么多出 ¥3.50？", "Why does the drawer differ by ¥3.50?"), "",
    (Names("找零有误", "Wrong change given"), Names("零钱四舍五入", "Rounding of coins"), Names("不清楚", "Not known")),
)  # fmt: skip
ASK_CHOICE = ChoiceView(
    Names("为什么退货？", "Why does it come back?"),
    (
        Option("broken", Names("损坏", "Broken"), icon="alert"),
        Option("expired", Names("过期", "Expired"), icon="history"),
        Option("wrong", Names("买错了", "Bought by mistake"), icon="swap"),
        Option("unwanted", Names("不想要了", "No longer wanted"), Names("七天内", "Within seven days"), "return"),
    ),
)
ASK_CONFIRM = ConfirmView(
    Names("作废这一单？", "Void this sale?"),
    Names("9 件商品，共 ¥82.56。作废后不能恢复。", "9 items, ¥82.56 in all. This can't be undone."),
    Names("作废 9 件", "Void 9 items"),
)
ASK_APPROVAL = ApprovalView(
    Names("需要另一人同意", "Another user must agree"),
    Names("整单打八折，减 ¥16.51", "20 % off the whole sale, ¥16.51"),
    (PEOPLE[2], PEOPLE[4]), "u2", Names("密码不对。", "Wrong PIN."),
)  # fmt: skip
ASK_FORM = FormView(
    Names("新建商品", "New product"),
    (
        Field("name", M("Name"), "text", "手工酸奶", required=True),
        Field("price", M("Price"), "amount", "", error=Names("请填价格。", "Fill this in."), required=True),
        Field("unit", M("Unit"), "choice", "pcs", tuple(Option(k, Names(z, e)) for k, z, e in (
            ("pcs", "件", "pcs"), ("kg", "千克", "kg"), ("bottle", "瓶", "bottle"), ("box", "盒", "box")))),
        Field("tax", M("Tax"), "choice", "t13", (Option("t13", plain("13 %")), Option("t9", plain("9 %"))), required=True),
        Field("category", M("Category"), "choice", ""),
    ),
    Names("建好并加入", "Create and add"),
    Names("条码 6901234567894", "Code 6901234567894"),
)  # fmt: skip
