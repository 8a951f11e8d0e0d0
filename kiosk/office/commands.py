"""`kiosk office …`: starting the head office, and what its owner does from a terminal window."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import typer

from kiosk.exc import BadInput, KioskError
from kiosk.i18n import M, Message, shell_language
from kiosk.store.postgres import is_server

if TYPE_CHECKING:
    from kiosk.office.office import Office

app = typer.Typer(help="The head office that terminals replicate to.", invoke_without_command=True)

Data = Annotated[Path, typer.Option("--data", help="Where the office keeps its database and certificate.")]
HERE = Path("~/.local/share/zhanggui/office")


class Place(NamedTuple):
    """data: the folder of certificate and snapshots. database: a file in it, or a server's address."""

    data: Path
    database: Path | str


def now_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


@app.callback()
def office(
    context: typer.Context,
    data: Data = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "0.0.0.0",  # noqa: S104  (terminals are elsewhere)
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8443,
    database: Annotated[
        str,
        typer.Option(
            envvar="ZHANGGUI_OFFICE_DATABASE", help="postgresql://… instead of a file; from the environment, unseen."
        ),
    ] = "",
    currency: Annotated[
        str, typer.Option(help="What the chain's amounts are in: CNY, EUR, USD or JPY. Kept until said anew.")
    ] = "",
    http: Annotated[bool, typer.Option("--http", help="Plain HTTP, for use behind a proxy on this machine.")] = False,
) -> None:
    """Start the head office. Made at the first start: its database, its certificate."""
    data = data.expanduser()
    context.obj = Place(data, database or data / "office.db")
    if context.invoked_subcommand is None:
        serve(context.obj, host, port, secure=not http, currency=currency)


def serve(place: Place, host: str, port: int, *, secure: bool, currency: str = "") -> None:
    """Run until it is told to stop."""
    import uvicorn

    from kiosk.office.certificate import der, ensure_certificate
    from kiosk.office.office import Office
    from kiosk.office.releases import RELEASES
    from kiosk.office.server import Server, make_app
    from kiosk.office.snapshotting import Snapshots
    from kiosk.office.web.guard import Place as Page
    from kiosk.trade.money import CURRENCIES
    from kiosk.wire.joining import fingerprint_of

    data, database = place
    data.mkdir(parents=True, exist_ok=True)
    with _said():  # what is wrong with it is said before anything starts
        office = Office.open(database, clock=now_ms)
        if currency and currency not in CURRENCIES:
            raise BadInput(M("{currency} is not a currency known here.", currency=currency))
        if currency:
            office.set_currency(currency)
        link = office.sessions.link(now_ms())
        office.store.close()
    server = Server(
        lambda: Office.open(database, clock=now_ms),
        Snapshots(database, data / "snapshots", clock=now_ms),
        data / RELEASES,
    )
    certificate, key = ensure_certificate(data) if secure else (None, None)
    typer.echo(f"{'https' if secure else 'http'}://{_shown(host)}:{port}  {shown(database)}")
    _show_link(f"{'https' if secure else 'http'}://{_shown(host)}:{port}", link)
    page = Page(data / "uploads", fingerprint_of(der(certificate)) if certificate else "")

    class Program(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            server.let_go()
            super().handle_exit(sig, frame)

    settings = uvicorn.Config(
        make_app(server, page), host=host, port=port, log_level="warning", access_log=False,
        timeout_graceful_shutdown=3, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again once it has ended in order
        Program(settings).run()


@app.command()
def invite(
    context: typer.Context,
    store: Annotated[str, typer.Argument(help="The shop's id, such as S01.")],
    terminal: Annotated[str, typer.Option(help="The terminal's name in its shop, such as T2.")] = "",
    address: Annotated[str, typer.Option(help="How terminals reach the office.")] = "",
) -> None:
    """Show the code by which one terminal can join: scanned with the terminal's own scanner, or typed."""
    import qrcode

    from kiosk.office.certificate import der, ensure_certificate, own_address
    from kiosk.wire.joining import CODE_MINUTES, Invitation, fingerprint_of

    url = address or f"https://{own_address()}:8443"
    with _office(context) as office:
        code = office.invite(store, terminal)
    certificate, _key = ensure_certificate(context.obj.data)
    fingerprint = fingerprint_of(der(certificate)) if url.lower().startswith("https") else ""
    text = Invitation(url, code, fingerprint).text()
    picture = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    picture.add_data(text)
    picture.print_ascii(invert=True)
    typer.echo(text)
    typer.echo(
        _say(
            M(
                "Good for {count} minutes, once. Scan it at the terminal, or type “kiosk join CODE” there.",
                count=CODE_MINUTES,
            )
        )
    )


@app.command("sign-in")
def sign_in(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="How your browser reaches the office.")] = "",
) -> None:
    """Show a link by which you can sign in at the office's page: good for a quarter of an hour, once."""
    from kiosk.office.certificate import own_address

    with _office(context) as office:
        link = office.sessions.link(now_ms())
    _show_link(address.rstrip("/") or f"https://{own_address()}:8443", link)


@app.command()
def terminals(context: typer.Context) -> None:
    """List the terminals: shop, name, origin, last contact, since when something waits there."""
    with _office(context) as office:
        for t in office.members.all():
            state = _say(M("revoked")) if t.revoked else _when(t.contact_at)
            waits = _say(M("waiting since {time}", time=_when(t.oldest_at))) if t.oldest_at else ""
            typer.echo(f"{t.store_id:<8} {t.name:<8} {t.origin}  {state}  {t.version}  {waits}".rstrip())


@app.command()
def revoke(
    context: typer.Context, origin: Annotated[str, typer.Argument(help="As `kiosk office terminals` lists it.")]
) -> None:
    """Shut a terminal out, at once."""
    from kiosk.office.web.desk import terminal_of

    with _office(context) as office:
        office.members.revoke(terminal_of(office, origin).origin)


@app.command()
def alarms(
    context: typer.Context, settle: Annotated[int, typer.Option(help="The number of one that is seen to.")] = 0
) -> None:
    """List what somebody should look at."""
    from kiosk.office.alarms import KINDS

    with _office(context) as office:
        if settle:
            office.alarms.settle(settle)
        for a in office.alarms.open():
            typer.echo(f"{a.id:>4}  {_when(a.at)}  {a.store_id} {a.origin} {a.detail}  {_say(KINDS[a.kind])}")


@app.command()
def quarantine(
    context: typer.Context, retry: Annotated[bool, typer.Option("--retry", help="Try to post them again.")] = False
) -> None:
    """List entries that are kept but could not be posted, and why."""
    with _office(context) as office:
        if retry:
            typer.echo(_say(M("{count} posted", count=office.store.journal.retry_quarantine())))
        for entry_id, reason in office.store.journal.quarantined():
            typer.echo(f"{entry_id}  {reason}")


@app.command()
def proposals(
    context: typer.Context,
    accept: Annotated[str, typer.Option(help="The number of one to accept.")] = "",
    reject: Annotated[str, typer.Option(help="The number of one to reject.")] = "",
) -> None:
    """List edits of goods and prices that shops made, and answer them."""
    with _office(context) as office:
        if accept:
            office.store.proposals.accept(accept, actor="office")
        if reject:
            office.store.proposals.reject(reject, actor="office")
        for p in office.store.proposals.open():
            mark = _say(M("made at the same time as another")) if p.concurrent else ""
            typer.echo(f"{p.entry_id:<14} {p.store_id:<8} {_when(p.at)}  {p.kind} {p.id}  {mark}".rstrip())


@app.command("shop")
def add_shop(
    context: typer.Context,
    store: Annotated[str, typer.Argument(help="The shop's id, such as S01.")],
    name_zh: Annotated[str, typer.Option("--zh", help="Its name in Chinese.")] = "",
    name_en: Annotated[str, typer.Option("--en", help="Its name in English.")] = "",
) -> None:
    """Add a shop, or change its name. Its terminals are invited afterwards."""
    with _office(context) as office:
        office.name_shop(store, name_zh, name_en, actor="office")


@app.command("import")
def import_(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="products, customers, suppliers or terms")],
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file.")],
) -> None:
    """Import a list into the catalogue of all shops. One refused row refuses the file."""
    from kiosk.store.importing import beside_others
    from kiosk.store.imports import apply_import, plan_import

    with _office(context) as office:
        plan = plan_import(kind, path, office.store)  # type: ignore[arg-type]
        for row in plan.refused:
            typer.echo(f"{row.row:>6} {row.column}: {_say(row.reason)}  ({row.value})", err=True)
        if not plan.possible:
            raise typer.Exit(1)
        apply_import(plan, office.store, "office", pace=beside_others())
        typer.echo(_say(M("Imported.")))


@app.command()
def release(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The bundle, a .raucb file.")],
    version: Annotated[str, typer.Option(help="Of the program in it, such as 1.4.0.")],
    zh: Annotated[str, typer.Option("--zh", help="What is new in it, in Chinese.")] = "",
    en: Annotated[str, typer.Option("--en", help="What is new in it, in English.")] = "",
    first: Annotated[
        str, typer.Option("--first", help="Only for these at first: S01, or S01/T2; spaces between several.")
    ] = "",
    machine: Annotated[str, typer.Option(help="Only for this kind of machine, as its bundle names it.")] = "",
) -> None:
    """Give terminals an update. It is fetched slowly and installed after the close of business."""
    from kiosk.office.releases import RELEASES, keep_bundle

    with _office(context) as office:
        found = keep_bundle(context.obj.data / RELEASES, path.expanduser(), version, zh, en, now_ms())
        office.releases.add(found, scope=first or "*", machine=machine)
        typer.echo(f"{found.version}  {found.size} B  {found.digest}")


@app.command()
def releases(
    context: typer.Context,
    to_all: Annotated[str, typer.Option("--all", help="Give this version to all terminals.")] = "",
    withdraw: Annotated[str, typer.Option(help="Give this version to no terminal any more.")] = "",
) -> None:
    """List the updates: version, size, who gets it; and how far each terminal is."""
    with _office(context) as office:
        if to_all:
            office.releases.give(to_all, "*")
        if withdraw:
            office.releases.give(withdraw, "")
        for r in office.releases.all():
            typer.echo(f"{r.version:<10} {r.size:>12} {_when(r.at)}  {r.machine} {r.scope or '—'}  {r.digest[:12]}")
        for u in office.releases.progress():
            typer.echo(f"{u.origin:<10} {u.version} {u.stage} {u.why}  {_when(u.at)}")


@app.command()
def backup(context: typer.Context, path: Annotated[Path, typer.Argument(help="The copy's file.")]) -> None:
    """Copy the office's database while it runs, and check the copy. Keep `office.key` and `office.crt` with it."""
    from kiosk.store.backup import backup as copy

    with _office(context) as office:
        typer.echo(str(copy(office.store, path.expanduser())))


@app.command()
def restored(context: typer.Context) -> None:
    """Say that this database was put back from a backup. Terminals then send again what it lacks."""
    with _office(context) as office:
        office.restored()
        typer.echo(office.lineage)


@contextlib.contextmanager
def _office(context: typer.Context) -> Iterator[Office]:
    from kiosk.office.office import Office

    with _said():
        found = Office.open(context.obj.database, clock=now_ms)
        try:
            yield found
        finally:
            found.store.close()


@contextlib.contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except KioskError as problem:
        typer.echo(_say(problem.message), err=True)
        raise typer.Exit(1) from problem


def _say(message: Message) -> str:
    return message.in_(shell_language())


def _show_link(address: str, code: str) -> None:
    from kiosk.office.web.sessions import LINK_MS

    typer.echo(_say(M("Sign in within {count} minutes, once:", count=LINK_MS // 60_000)))
    typer.echo(f"  {address}/sign-in?code={code}")


def shown(database: Path | str) -> str:
    """A database's place without the password that opens it."""
    if not is_server(database):
        return str(database)
    parts = urlsplit(str(database))
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}@{parts.hostname or ''}".strip("@"), query=""))


def _shown(host: str) -> str:
    from kiosk.office.certificate import own_address

    return own_address() if host in ("0.0.0.0", "::") else host  # noqa: S104


def _when(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000)) if at else "—"
