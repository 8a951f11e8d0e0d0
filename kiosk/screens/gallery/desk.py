"""Signing in, counting, lists, look-up, devices."""

from __future__ import annotations

from kiosk.flows.calibrating import CROSSES
from kiosk.flows.views import (
    Action,
    BlockedView,
    CalibrateView,
    CountRow,
    Finding,
    JobRow,
    LookupView,
    MoreView,
    Note,
    PaperPage,
    PeopleView,
    ShiftCountView,
    SignInView,
    StatusView,
    Strip,
    TableRow,
    TableView,
)
from kiosk.hw.sticks import BACKUP
from kiosk.i18n import M, Names, below_each_other, plain
from kiosk.screens.gallery.shop import GOODS, LAMPS, PEOPLE, TROUBLE, WANG, receipt


def sign_in() -> SignInView:
    """Who are you."""
    return SignInView(PEOPLE)


def sign_in_pin() -> SignInView:
    """One is picked."""
    return SignInView(PEOPLE, WANG)


def sign_in_wrong() -> SignInView:
    """Three wrong PINs."""
    text = M("Too many wrong PINs. Wait {seconds} seconds.", seconds=20)
    return SignInView(PEOPLE, PEOPLE[5], Strip("warn", text), 20)


def locked() -> SignInView:
    """Covered while the cashier is away."""
    return SignInView(PEOPLE, WANG, locked=True)


DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10)


def shift_open() -> ShiftCountView:
    """The float is counted."""
    pieces = (0, 2, 5, 10, 12, 25, 20, 30)
    rows = tuple(CountRow(v, n) for v, n in zip(DENOMINATIONS, pieces, strict=True))
    return ShiftCountView("open", rows, sum(r.value * r.pieces for r in rows), confirm=M("Open shift"))


def shift_close() -> ShiftCountView:
    """Something is missing."""
    pieces = (14, 6, 22, 31, 18, 64, 37, 52)
    rows = tuple(CountRow(v, n) for v, n in zip(DENOMINATIONS, pieces, strict=True))
    counted = sum(r.value * r.pieces for r in rows)
    text = M("The drawer differs by {amount}. Count again, or say why.", amount="-¥12.00")
    return ShiftCountView("close", rows, counted, counted + 1200, -1200, Strip("warn", text), M("Close shift"))


def _sale(at: int) -> TableRow:
    who = PEOPLE[at % 4].name
    cells = (plain(f"K7QXMP-{1042 - at}"), plain(f"2026-03-14 {14 - at // 6}:{59 - at * 7 % 60:02}"), plain(who))
    tone = "muted" if at == 3 else "warn" if at == 5 else ""
    amount = -3900 if at == 5 else (at * 7919) % 99_999 + 150
    return TableRow(f"s{at}", (*cells, plain(str(at * 3 % 17 + 1))), amount, tone)  # type: ignore[arg-type]


SALES = (M("Number"), M("Time"), M("Cashier"), M("Items"))


def history() -> TableView:
    """The latest sales, with more to come."""
    empty = M("No sale yet. Scan a receipt to find one.")
    rows = tuple(_sale(at) for at in range(20))
    back = (Action("no_receipt", M("Without receipt"), "receipt", "F5"),)
    return TableView(M("Return: scan the receipt, or choose the sale"), SALES, rows, empty, "", 0, True, back)


def history_empty() -> TableView:
    """The first day."""
    return TableView(M("Sales"), SALES, (), M("No sale yet. Scan a receipt to find one."), "")


def suspended() -> TableView:
    """Two baskets wait; one is to be thrown away."""
    rows = (
        TableRow("p1", (plain("1"), plain("14:20"), plain("王芳"), plain("6")), 4844, "error"),
        TableRow("p2", (plain("2"), plain("13:05"), plain("Maria Santos"), plain("1")), 123_456, "error"),
    )
    columns = (M("Basket"), M("Time"), M("Cashier"), M("Items"))
    act = (Action("discard", M("Don't throw away"), "close", "F8"),)
    strip = Strip("warn", M("Choose the basket to throw away."))
    return TableView(M("Baskets put aside"), columns, rows, M("Nothing is put aside."), actions=act, strip=strip)


def audit() -> TableView:
    """What somebody had to agree to."""
    columns = (M("Time"), M("Who"), M("Action"), M("Detail"), M("Approved by"))
    acts = (
        (M("Throw away a basket put aside"), "14:20", "李建国", 5000, ""),
        (M("Open the drawer without a sale"), "change", "", None, ""),
        (M("Wrong PIN"), "u4", "", None, "warn"),
        (M("Change the price of a line"), "1006 3.50 → 3.00", "李建国", 300, ""),
        (M("Void a whole sale"), "6 pcs", "李建国", 4844, ""),
    )
    rows = tuple(
        TableRow(
            f"a{at}",
            (plain(f"2026-03-14 14:{50 - at}"), plain("王芳"), act, plain(detail), plain(agreed)),
            amount,
            tone,  # type: ignore[arg-type]
        )
        for at, (act, detail, agreed, amount, tone) in enumerate(acts * 3)
    )
    return TableView(M("Audit trail"), columns, rows, M("Nothing to answer for yet."), more=True, page=1)


def sale_page() -> PaperPage:
    """A sale's receipt, and what can be done with it."""
    acts = (
        Action("reprint", M("Print again"), "printer", "F9"),
        Action("return", M("Return"), "return", "F5"),
        Action("undo", M("Reverse sale"), "undo", "F8", danger=True),
    )
    return PaperPage(plain("K7QXMP-1042"), receipt(), acts)


def report() -> PaperPage:
    """The shift is closed."""
    acts = (Action("print", M("Print again"), "printer", "F9"), Action("done", M("Done"), "check", "F12"))
    return PaperPage(M("Z report"), receipt(), acts, Strip("ok", M("The shift is closed.")))


def customers() -> PeopleView:
    """Some customers; two owe something."""

    def row(id_: str, name: str, phone: str, level: str, points: int, owes: int | None) -> TableRow:
        cells = (plain(name), plain(phone), plain(level), M("{count} points", count=points) if points else plain(""))
        return TableRow(id_, cells, owes, "warn" if owes else "")

    rows = (
        row("c1", "赵丽颖", "138 0013 8000", "金卡", 1280, None),
        row("c2", "上海欧阳文静贸易有限公司", "021 5555 0199", "批发", 0, 386_500),
        row("c3", "John Whitfield", "139 1234 5678", "", 45, None),
        row("c4", "周杰", "137 0000 1111", "银卡", 310, 2350),
    )
    acts = (
        Action("new", M("New customer"), "account-plus", "F2"),
        Action("remove", M("Without customer"), "close", "F8"),
        Action("pay_debt", M("Take a payment"), "cash", "F9", enabled=False),
    )
    return PeopleView("", rows, acts)


LOOKUP_ACTIONS = (
    Action("add", M("Add to sale"), "cart-plus", "F12"),
    Action("price", M("Change price"), "tag", "F6"),
    Action("label", M("Shelf label"), "label", "F9"),
    Action("elsewhere", M("Other shops"), "store", "F10"),
)


def lookup() -> LookupView:
    """A product at a glance."""
    facts = (
        (M("Tax"), Names("增值税 13%", "VAT 13 %")),
        (M("Codes"), plain("9521010000060  19521010000067")),
        (M("Average cost"), plain("¥2.10")),
        (M("Margin"), plain("30 %")),
    )
    prices = (
        Note(plain("金卡"), 280),
        Note(M("from {count} on", count="24"), 250),
        Note(Names("第三件免费", "Third one free")),
    )
    recent = tuple(
        TableRow(f"r{at}", (plain(f"2026-03-14 14:{50 - at * 4}"), plain(str(at + 1))), 300 * (at + 1))
        for at in range(6)
    )
    pcs = Names("件", "pcs")
    return LookupView(
        "", (), Names("可乐 330ml 罐装", "Cola 330 ml can"), "1006", 300, pcs, 96_000, 0, facts, prices, recent,
        LOOKUP_ACTIONS,
    )  # fmt: skip


def lookup_empty() -> LookupView:
    """Nothing chosen yet."""
    return LookupView("", ())


def lookup_results() -> LookupView:
    """Some that match."""
    rows = tuple(TableRow(g[0], (Names(g[1], g[2]), plain(g[0])), g[3]) for g in GOODS[:9])
    return LookupView("cha", rows)


def more() -> MoreView:
    """Everything else."""
    return MoreView(
        (
            Action("lookup", M("Look up product"), "magnify", "F2"),
            Action("history", M("Sales"), "receipt", "F3"),
            Action("returns", M("Return goods"), "return", "F4"),
            Action("suspended", M("Put aside"), "tray", "F5", badge=2),
            Action("note", M("Note on the sale"), "note", "F9"),
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
            Action("orders", M("Orders"), "clipboard"),
            Action("count_stock", M("Count stock"), "clipboard-check"),
            Action("adjust", M("Adjust stock"), "pencil"),
            Action("staff", M("People"), "account"),
            Action("lists", M("Lists from a stick"), "package-down"),
            Action("audit", M("Audit trail"), "shield", enabled=False),
        )
    )


FACTS = (
    (M("Shop"), plain("S001")),
    (M("Terminal"), plain("T2 · K7QXMP")),
    (M("Program"), plain("0.1.0")),
    (M("Database"), plain("12.4 MB")),
)
STATUS_ACTIONS = (
    Action("check", M("Check everything"), "stethoscope", "F5"),
    Action("test_page", M("Test page"), "printer", "F6"),
    Action("test_drawer", M("Try the drawer"), "drawer", "F7"),
    Action("test_lights", M("Try the lights"), "lightbulb", "F8"),
    Action("set_up", M("Set up"), "pencil", "F9"),
    Action("power", M("Restart, off"), "power", "F10"),
)


def status() -> StatusView:
    """The printer is out of paper, the scanner is gone."""
    jobs = (
        JobRow(31, plain("K7QXMP-1042"), M("print it?"), "warn"),
        JobRow(32, plain("K7QXMP-1043"), M("waits"), ""),
        JobRow(33, M("X report"), M("waits"), ""),
    )
    return StatusView(TROUBLE, jobs, FACTS, actions=STATUS_ACTIONS)


def status_checked() -> StatusView:
    """Devices are well, the doctor has looked."""
    findings = (
        Finding(M("Journal"), "ok", M("All {count} entries of the journal are as written.", count=1290)),
        Finding(M("Disk"), "warning", M("{free} MB are free on the disk.", free=180),
                M("Remove old backups and files that are not the till's, or take a larger card.")),
        Finding(M("Stock"), "fault",
                M("The average cost of product {product} does not follow from its movements.", product="1006"),
                M("Nothing is lost: the tables can be rebuilt from the journal. Make a backup, then have them "
                  "rebuilt.")),
    )  # fmt: skip
    return StatusView(LAMPS, (), FACTS, findings, True, STATUS_ACTIONS, last_scan="]E0 9521010000060")


def status_update() -> StatusView:
    """An update is here; a stick had one that is not ours."""
    update = (
        Finding(M("Update"), "ok",
                M("Version {version} is here. It is installed between {first}:00 and {last}:00, with no shift open.",
                  version="0.2.0", first=22, last=6),
                Names("退货更快；小票可以加长备注。", "Returns are faster; receipts take longer notes.")),
        Finding(M("Memory stick"), "warning",
                M("This update is not signed by the maker of this terminal. It is not installed."),
                M("{count} other files were left alone.", count=12)),
        Finding(M("Backup"), "warning",
                M("The last backup is {days} days old.", days=9),
                M("Put in a memory stick called {name}: the shop is copied to it.", name=BACKUP)),
    )  # fmt: skip
    actions = (*STATUS_ACTIONS[:-2], Action("update", M("Update now"), "package-down", "F9"), STATUS_ACTIONS[-1])
    return StatusView(LAMPS, (), FACTS, actions=actions, update=update)


def blocked() -> BlockedView:
    """Selling has stopped."""
    return BlockedView(
        M("Selling has stopped"),
        M("The database can't be written: the disk is full."),
        M("Make room on the disk, then try again. What was sold is safe."),
        "sqlite3.OperationalError: database or disk is full",
    )


def misset() -> BlockedView:
    """kiosk.toml has mistakes, and nothing is known of before."""
    seventh, twelfth = (M("{file}, line {line}", file="/etc/kiosk/kiosk.toml", line=line) for line in (7, 12))
    known = "active_high, driver, pin, pulse_ms, sensor_open, sensor_pin"
    return BlockedView(
        M("The settings have a mistake"),
        below_each_other(
            (
                M("{file}: {key} can't be {value}. Allowed: {allowed}.", file=seventh,
                  key="[printer] driver", value="'laser'",
                  allowed="'file', 'network', 'none', 'serial', 'simulated', 'usb'"),
                M("{file}: {key} is no setting. Known here: {known}.", file=twelfth,
                  key="[drawer] pulse", known=known),
            )
        ),
        M("Put the card into a computer, mend the line in kiosk.toml, and switch on again."),
    )  # fmt: skip


def calibrate() -> CalibrateView:
    """The third cross; the second was missed once."""
    said = Strip("warn", M("One of the crosses was missed. Press the middle of each."))
    return CalibrateView(CROSSES[2], 2, len(CROSSES), strip=said)


def calibrate_middle() -> CalibrateView:
    """The last cross."""
    return CalibrateView(CROSSES[4], 4, len(CROSSES))


def calibrated() -> CalibrateView:
    """All are pressed: is it right?"""
    actions = (Action("again", M("Again"), "undo"), Action("keep", M("Keep"), "check"))
    return CalibrateView(None, len(CROSSES), len(CROSSES), 17, actions)


def wifi() -> TableView:
    """Networks that are heard; the password was wrong."""
    rows = (
        TableRow("0 Shop", (plain("城南店"), M("{strength}, in use", strength=M("strong"))), tone="ok"),
        TableRow("1 guests", (plain("South Gate guests"), M("{strength}, open to everybody", strength=M("strong")))),
        TableRow("2 cafe", (plain("咖啡馆-5G"), M("fair"))),
        TableRow("3 TP-LINK_4C21", (plain("TP-LINK_4C21"), M("weak"))),
    )
    said = Strip("warn", M("The password is not right. Type it again, capitals and small letters as they are."))
    actions = (Action("hidden", M("Another network"), "pencil"), Action("look", M("Look again"), "sync"))
    return TableView(M("Wi-Fi"), (M("Network"), M("Signal")), rows, plain(""), actions=actions, strip=said)


def planned_list() -> TableView:
    """A list from a stick that has three bad rows."""
    tax = M("There is no tax {value}. There are: {known}.", value="13 Prozent", known="VAT 13 %, VAT 9 %")
    short = M("Excel shortened this code and its last digits are lost. Format the column as text and enter it again.")
    refused = (
        ("14", M("Price"), "-2.50", M("This can't be negative.")),
        ("233", M("Tax"), "13 Prozent", tax),
        ("240", M("Barcodes"), "6.9E+12", short),
    )
    rows = tuple(
        TableRow(row, (plain(row), column, plain(value), why), tone="error") for row, column, value, why in refused
    )
    said = M("{new} new, {changed} changed, {same} unchanged, {refused} rows refused",
             new=412, changed=3, same=0, refused=3)  # fmt: skip
    return TableView(
        plain("商品 2026.xlsx"),
        (M("Row"), M("Column"), M("What stands there"), M("Why it is not taken")),
        rows,
        plain(""),
        actions=(Action("take", M("Import"), "check", "Enter"),),
        strip=Strip("warn", said),
    )


def setting_up() -> TableView:
    """A new till is gone through: the printer was tried, the drawer did not open."""
    rows = (
        TableRow("language", (M("Language"), plain("English"))),
        TableRow("people", (M("Who runs this shop"), M("nobody yet: press")), tone="error"),
        TableRow(
            "restore",
            (
                M("Bring a shop back"),
                M(
                    "{shop} · {terminal}, {when}: press",
                    shop=Names("街角便利店", "Corner Shop"),
                    terminal="T2",
                    when="2026-05-01 21:07",
                ),
            ),
            tone="ok",
        ),
        TableRow("screen", (M("Screen"), M("turned by {degrees}°", degrees=0))),
        TableRow("touch", (M("Touch"), M("as the screen says"))),
        TableRow("brightness", (M("Brightness"), plain("60 %"))),
        TableRow("volume", (M("Volume"), plain("100 %"))),
        TableRow("wifi", (M("Wi-Fi"), plain("城南店"))),
        TableRow("scanner", (M("Scanner"), plain("9521010000015")), tone="ok"),
        TableRow("printer", (M("Printer"), M("works")), tone="ok"),
        TableRow("drawer", (M("Drawer"), M("does not work")), tone="error"),
        TableRow("lights", (M("Lights"), M("press to try it")), tone="muted"),
    )
    said = Strip("warn", M("Look at the drawer's cable and lock, and at [drawer] in kiosk.toml."))
    done = (Action("done", M("Done"), "check", "Enter"),)
    return TableView(M("Set up this till"), (M("What"), M("How it is")), rows, plain(""), actions=done, strip=said)
