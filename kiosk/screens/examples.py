"""A shop's afternoon as views: for pictures of the screens, for tests of how they look, for measuring them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.views import (
    Action,
    ApprovalView,
    BlockedView,
    ChoiceView,
    ConfirmView,
    CounterView,
    CountRow,
    DeviceLamp,
    DoneView,
    Field,
    Finding,
    FormView,
    JobRow,
    LineView,
    LookupView,
    MoreView,
    Note,
    NumberView,
    Option,
    PaperPage,
    PaperPicture,
    PayView,
    PeopleView,
    Person,
    ReturnLine,
    ReturnView,
    SellView,
    ShiftCountView,
    SignInView,
    StatusBar,
    StatusView,
    Strip,
    Tab,
    TableRow,
    TableView,
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
PAYING_BACK = replace(
    PAYING, due=-1119, remaining=0, cash_due=0, rounding=0, customer=None, quick=(), ways=(),
    tenders=(TenderRow(0, M("WeChat Pay"), -1119),), finish=Names("退还 ¥11.19", "Give back ¥11.19"),
)  # fmt: skip
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

# --- counting, lists, papers


def paper(lines: int = 34) -> PaperPicture:
    """A picture of a receipt's shape: text is what a printer's renderer makes; here it is drawn plainly."""
    from PIL import Image, ImageDraw, ImageFont

    from kiosk.screens.fonts import find_text_font

    font = ImageFont.truetype(str(find_text_font()), 22)
    image = Image.new("L", (384, 40 + 30 * lines), 255)
    draw = ImageDraw.Draw(image)
    draw.text((192, 16), "城南店", 0, font=font, anchor="mt")
    for at in range(lines - 4):
        zh, _en, price, _hue = GOODS[at % len(GOODS)]
        draw.text((8, 60 + at * 30), zh[:10], 0, font=font)
        draw.text((376, 60 + at * 30), f"{price // 100}.{price % 100:02d}", 0, font=font, anchor="ra")
    return PaperPicture(image.width, image.height, image.tobytes(), "城南店")


COUNT_OPEN = ShiftCountView(
    "open",
    tuple(
        CountRow(v, n)
        for v, n in ((10000, 0), (5000, 2), (2000, 5), (1000, 10), (500, 8), (100, 20), (50, 10), (10, 20))
    ),
    36700,
)
COUNT_CLOSE = replace(
    COUNT_OPEN, purpose="close", counted=184650, expected=185000, over_short=-350,
    strip=Strip("warn", Names("少 ¥3.50。再数一遍，或说明原因。", "¥3.50 short. Count again, or say why.")),
)  # fmt: skip
RETURNING = ReturnView(
    "K7QXMP-412",
    1_790_000_000,
    (
        ReturnLine(1, TILES[0].name, 3000, 3000, 1000, 0, 133),
        ReturnLine(2, TILES[10].name, 1235, 1235, 1235, 3, 986),
        ReturnLine(3, TILES[17].name, 1000, 0, 0, 0, 0),
        ReturnLine(4, TILES[5].name, 2000, 2000, 0, 0, 0),
    ),
    1119,
    (TenderRow(0, M("WeChat Pay"), 8256),),
)
RETURNING_FREE = ReturnView(
    "", 0, (ReturnLine(1, TILES[7].name, 0, 0, 2000, 0, 1780),), 1780, (),
    actions=(Action("find", M("Find product"), "magnify", "F2"),),
)  # fmt: skip
HISTORY = TableView(
    M("Sales"),
    (Names("时间", "Time"), Names("单号", "Number"), Names("收银员", "Cashier"), Names("付款", "Paid by"), Names("金额", "Amount")),
    tuple(
        TableRow(
            f"s{at}", (plain(f"14:{58 - at * 3:02d}"), plain(f"K7QXMP-{412 - at}"), plain(PEOPLE[at % 3].name),
            (Names("现金", "Cash"), Names("微信支付", "WeChat Pay"), Names("支付宝", "Alipay"))[at % 3]),
            8256 - at * 417 if at != 3 else -1580, ("", "", "", "warn", "", "muted")[at % 6],  # type: ignore[arg-type]
        )
        for at in range(19)
    ),
    Names("今天还没有销售。", "No sales yet today."),
    "",
    0,
    True,
    (Action("no_receipt", Names("无小票退货", "Without receipt"), "receipt", "F5"),),
)  # fmt: skip
NOTHING = replace(HISTORY, rows=(), more=False, query=None, title=Names("挂单", "Put aside"),
                  empty=Names("没有挂起的单。", "Nothing put aside."))  # fmt: skip
CUSTOMERS = PeopleView(
    "1380",
    tuple(
        TableRow(f"k{at}", (plain(name), plain(f"138 00{at}3 51{at}7"), Names(level, en)), amount)
        for at, (name, level, en, amount) in enumerate(
            (("刘洋", "金卡", "Gold", 0), ("周晓燕", "银卡", "Silver", 0), ("建设路小学", "挂账", "On account", 128000),
             ("Chen Wei", "普通", "Standard", 0))
        )
    ),
    (Action("new", M("New customer"), "account-plus", "F2"), Action("remove", M("Without customer"), "close", "F8")),
)  # fmt: skip
PRODUCT = LookupView(
    "",
    (),
    TILES[17].name,
    "6903148047408",
    3990,
    PIECE,
    12000,
    0,
    ((M("Category"), Names("日用", "Household")), (M("Tax"), plain("13 %")), (M("Cost"), plain("31.20"))),
    (Note(Names("金卡", "Gold"), 3590), Note(Names("3 件起", "From 3"), 3790)),
    tuple(
        TableRow(f"r{at}", (plain(f"11-2{at} 1{at}:40"), plain(f"K7QXMP-{380 + at}"), plain("1")), 3990)
        for at in range(4)
    ),
    (
        Action("add", M("Add to sale"), "cart-plus", "F12"),
        Action("price", M("Change price"), "tag", "F6"),
        Action("label", M("Shelf label"), "label", "F9"),
    ),
)
FOUND = replace(PRODUCT, query="xi", product=None, results=tuple(
    TableRow(t.id, (t.name, plain(f"69031480474{at:02d}")), t.price) for at, t in enumerate(TILES[16:20])))  # fmt: skip
MORE = MoreView(
    (
        Action("lookup", M("Look up product"), "magnify", "F2"),
        Action("history", M("Sales"), "receipt", "F3"),
        Action("returns", M("Return goods"), "return", "F4"),
        Action("suspended", M("Put aside"), "tray", "F5", badge=2),
        Action("cash_in", M("Cash in"), "cash-plus", "F6"),
        Action("cash_out", M("Cash out"), "cash-minus", "F7"),
        Action("drawer", M("Open drawer"), "drawer", "F8"),
        Action("x_report", M("X report"), "chart"),
        Action("shifts", M("Shifts"), "history"),
        Action("close_shift", M("Close shift"), "exit", "F12"),
        Action("lock", M("Lock"), "lock", "F10"),
        Action("sign_out", M("Switch user"), "account-switch", "F11"),
        Action("language", M("中文 / English"), "translate"),
        Action("training", M("Training"), "school"),
        Action("status", M("Devices and status"), "heart"),
        Action("audit", M("Audit trail"), "shield"),
    )
)
STATUS = StatusView(
    (
        *BAR_TROUBLE.lamps,
        DeviceLamp("scale", Names("电子秤", "Scale"), "absent", Names("检查数据线。", "Check its cable.")),
    ),
    (
        JobRow(7, Names("小票 K7QXMP-411", "Receipt K7QXMP-411"), Names("等待装纸", "waits for paper"), "warn"),
        JobRow(8, Names("小票 K7QXMP-412", "Receipt K7QXMP-412"), Names("排队", "queued")),
    ),
    (
        (Names("终端", "Terminal"), plain("2")),
        (Names("数据库", "Database"), plain("18.4 MB")),
        (Names("日志条目", "Journal entries"), plain("20 418")),
        (Names("版本", "Version"), plain("0.1.0")),
    ),
    (
        Finding(Names("账目链", "Chain of entries"), "ok", Names("完整", "whole")),
        Finding(
            Names("库存", "Stock"),
            "warning",
            Names("3 种为负", "3 below zero"),
            Names("盘点这些商品。", "Count these products."),
        ),
    ),
    False,
    (
        Action("check", M("Check the books"), "stethoscope", "F5"),
        Action("test_page", M("Test page"), "printer", "F6"),
        Action("test_drawer", M("Try the drawer"), "drawer", "F7"),
        Action("test_lights", M("Try the lights"), "lightbulb", "F8"),
    ),
    None,
    "6903148047408",
)
BLOCKED = BlockedView(
    Names("暂停销售", "Selling has stopped"),
    Names("数据库无法写入：磁盘已满。", "The database can't be written: the disk is full."),
    Names(
        "已收的款都已记录。请联系维护人员腾出空间，然后再试。",
        "All money taken is recorded. Have space freed, then try again.",
    ),
    "SQLITE_FULL: database or disk is full (/var/lib/kiosk/journal.db)",
)


def paper_page() -> PaperPage:
    """An X report."""
    return PaperPage(
        M("X report"),
        paper(),
        (Action("print", M("Print"), "printer", "F9"), Action("done", M("Done"), "check", "F12")),
    )


def done_with_receipt() -> DoneView:
    """Settled, with the receipt beside."""
    return replace(DONE, paper=paper(16), printing=Names("小票正在打印", "The receipt is being printed"))
