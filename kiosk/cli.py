"""The `kiosk` command. Each command's module is imported when it runs: `kiosk doctor` needs no screen."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from kiosk import __version__, cli_updates
from kiosk.exc import ConfigError, KioskError
from kiosk.i18n import M, shell_language
from kiosk.office import commands as office_commands

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Zhanggui 掌柜: a shop's counter.")

Config = Annotated[Path | None, typer.Option("--config", help="kiosk.toml of this terminal.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
DEFAULT_CONFIG = Path("/etc/zhanggui/kiosk.toml")
KINDS = ("products", "customers", "suppliers", "terms")

app.add_typer(office_commands.app, name="office")
app.add_typer(cli_updates.app, name="update", hidden=True)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def run(config: Config = None) -> None:
    """Open the counter of this terminal, as kiosk.toml says."""
    from kiosk.app import run_counter
    from kiosk.config_start import settings_at_start

    run_counter(settings_at_start(config or DEFAULT_CONFIG))


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Where the demo shop is kept.")] = Path("build/demo"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with a new demo shop.")] = False,
    language: Annotated[str, typer.Option(help="zh_CN or en.")] = "zh_CN",
) -> None:
    """Open the counter on a demo shop with simulated devices; without a display, play a sale and show its receipt."""
    from kiosk.demo import run_demo

    raise typer.Exit(run_demo(data, fresh=fresh, language=language))


@app.command("demo-chain")
def demo_chain(
    terminals: Annotated[int, typer.Option(min=1, max=32, help="Tills, in two shops.")] = 4,
    minutes: Annotated[float, typer.Option(help="How long they trade.")] = 1.0,
    faults: Annotated[bool, typer.Option("--faults", help="Kill programs at random meanwhile.")] = False,
    database: Annotated[str, typer.Option(help="The office's: postgresql://… instead of a file.")] = "",
) -> None:
    """A head office, two shops and a warehouse on this machine, trading by themselves; at the end: does all agree?"""
    from kiosk.chain.chain import run_chain

    raise typer.Exit(run_chain(terminals=terminals, seconds=minutes * 60, faults=faults, database=database))


@app.command()
def play(
    tape: Annotated[Path, typer.Argument(help="The tape, one action a line.")],
    data: Annotated[Path | None, typer.Option(help="Go on with this data; without it, a new demo shop.")] = None,
    shots: Annotated[Path | None, typer.Option(help="Where pictures of `shot NAME` go.")] = None,
    size: Annotated[str, typer.Option(help="Of the screen; 1280x800, or 480x800 of a warehouse terminal.")] = "",
    language: Annotated[str, typer.Option(help="zh_CN or en.")] = "zh_CN",
    warehouse: Annotated[bool, typer.Option("--warehouse", help="On a warehouse terminal, 480x800.")] = False,
    as_json: Json = False,
    window: Annotated[bool, typer.Option("--window", help="In a window, for somebody who watches.")] = False,
) -> None:
    """Drive the counter by a tape, without a person; a failing expectation exits with 1 and says where."""
    from kiosk.demo import play_tape

    role: Literal["counter", "warehouse"] = "warehouse" if warehouse else "counter"
    size = size or ("480x800" if warehouse else "1280x800")
    report = play_tape(tape, data=data, shots=shots, size=size, language=language, role=role, window=window)
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(report.receipts))
        typer.echo(f"{report.steps} steps, {len(report.sales)} sales, {report.pulses} drawer pulses")
    if report.failed:
        typer.echo(report.failed, err=True)
        raise typer.Exit(1)


@app.command()
def doctor(
    config: Config = None,
    as_json: Json = False,
    books: Annotated[bool, typer.Option("--books", help="Only the books, not the machine.")] = False,
) -> None:
    """Look through the books and at the machine: card, voltage, heat, what is plugged in. Exits with 1 on a fault."""
    from kiosk.config_start import settings_found, settings_in_force
    from kiosk.hw.health import examine
    from kiosk.store.doctor import as_json as finding_rows
    from kiosk.store.doctor import diagnose, worst
    from kiosk.terminal import database_path, now_ms, read_key

    start = settings_in_force(config or DEFAULT_CONFIG)
    settings = start.config
    findings = [*settings_found(start.problems), *diagnose(database_path(settings), read_key(settings), clock=now_ms)]
    if not books:
        findings += examine(settings)
    if as_json:
        typer.echo(json.dumps(finding_rows(findings, shell_language()), ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            mark = {"ok": "✓", "warning": "!", "fault": "✗"}[finding.severity]
            typer.echo(f"{mark} {_say(finding.message)}")
            if finding.severity != "ok":
                typer.echo(f"  → {_say(finding.advice)}")
    if worst(findings) == "fault":
        raise typer.Exit(1)


@app.command("import")
def import_(
    kind: Annotated[str, typer.Argument(help="products, customers, suppliers or terms")],
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file.")],
    config: Config = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Leave refused rows out, take the others.")] = False,
    as_json: Json = False,
) -> None:
    """Import a list. One refused row refuses the file, unless --partial."""
    from kiosk.store.imports import apply_import, plan_import

    _known_kind(kind)
    with _store(config) as store, _progress(as_json) as progress:
        plan = plan_import(kind, path, store, partial=partial, progress=progress)  # type: ignore[arg-type]
        done = plan.possible and not dry_run
        if done:
            apply_import(plan, store, "-", progress)
    refused = [{"row": r.row, "column": r.column, "reason": _say(r.reason), "value": r.value} for r in plan.refused]
    if as_json:
        result = {"new": plan.new, "changed": plan.changed, "unchanged": plan.unchanged, "refused": refused,
                  "done": done}  # fmt: skip
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for row in refused:
            typer.echo(f"{row['row']:>6} {row['column']}: {row['reason']}  ({row['value']})", err=True)
        counts = M("{new} new, {changed} changed, {same} unchanged, {refused} rows refused",
                   new=plan.new, changed=plan.changed, same=plan.unchanged, refused=plan.refused_rows)  # fmt: skip
        typer.echo(_say(counts))
        typer.echo(_say(M("Imported.") if done else M("Nothing was changed.")))
    if not plan.possible:
        raise typer.Exit(1)


@app.command()
def export(
    kind: Annotated[str, typer.Argument(help="products, customers, suppliers or terms")],
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file to write.")],
    config: Config = None,
) -> None:
    """Export a list, in a form that `kiosk import` reads."""
    from kiosk.store.exports import export_list

    _known_kind(kind)
    with _store(config) as store, _progress(False) as progress:
        count = export_list(kind, path, store, progress=progress)  # type: ignore[arg-type]
    typer.echo(_say(M("{count} rows written.", count=count)))


@app.command()
def order(
    number: Annotated[str, typer.Argument(help="Of the purchase order, as it stands on its paper.")],
    path: Annotated[Path, typer.Argument(help="A .pdf file to write.")],
    config: Config = None,
) -> None:
    """Write a purchase order as an A4 PDF, to be sent to the supplier."""
    from kiosk.config import load_config
    from kiosk.flows.order_sheet import order_sheet
    from kiosk.hw.a4 import write_sheet
    from kiosk.terminal import local_day, settings_of

    with _store(config) as store:
        found = store.purchases.order(number.strip().upper())
        if found is None:
            raise ConfigError(M("There is no order {number} here.", number=number))
        settings = settings_of(load_config(config or DEFAULT_CONFIG))
        write_sheet(order_sheet(store, settings, found, local_day), path)
    typer.echo(_say(M("{name} is written.", name=path.name)))


@app.command()
def backup(path: Annotated[Path, typer.Argument()], config: Config = None) -> None:
    """Copy the database while the counter sells, and verify the copy."""
    from kiosk.store.backup import backup as copy

    with _store(config) as store:
        copy(store, path)
    typer.echo(_say(M("Copied and verified.")))


@app.command()
def rebuild(config: Config = None) -> None:
    """Make all tables anew from the journal, where the doctor advised it. Close the counter and make a backup first."""
    from kiosk.store.rebuild import rebuild as anew

    with _store(config) as store:
        count = anew(store)
    typer.echo(_say(M("The tables are made anew from {count} entries.", count=count)))


@app.command()
def init(
    config: Config = None,
    with_demo: Annotated[bool, typer.Option("--demo", help="Fill it with the demo shop.")] = False,
    if_named: Annotated[
        bool, typer.Option("--if-named", help="Only if kiosk.toml says which shop this is; else it waits to join one.")
    ] = False,
) -> None:
    """Make this terminal's database. Refuses where there is one."""
    from kiosk.config import load_config
    from kiosk.config_read import read_settings
    from kiosk.terminal import create_store

    if if_named and not read_settings(config or DEFAULT_CONFIG).named:
        typer.echo(_say(M("kiosk.toml names no shop: this terminal waits to join a head office.")))
        return
    create_store(load_config(config or DEFAULT_CONFIG), with_demo=with_demo).close()
    typer.echo(_say(M("The database is made.")))


@app.command()
def replicate(config: Config = None) -> None:
    """Bring this terminal's entries to the head office and the office's feeds here, for as long as it runs."""
    from kiosk.config_start import settings_in_force
    from kiosk.replicate.process import Process, only_one, run_process
    from kiosk.terminal import now_ms, open_store

    start = settings_in_force(config or DEFAULT_CONFIG)
    settings = start.config
    for problem in start.problems:
        said = M("The settings have a mistake; those of last time are used. {problem}", problem=problem)
        typer.echo(_say(said), err=True)
    with only_one(settings.data.directory) as alone:
        if not alone:
            raise ConfigError(M("Replication runs already for this terminal."))
        run_process(Process(lambda: open_store(settings), now_ms, beside=_updating(settings)))


def _updating(settings: Any) -> Any:
    """What looks after this terminal's updates; None where it was not set up from an image that can have any."""
    from kiosk.replicate.updating import Updating, beside
    from kiosk.terminal import now_ms, open_store
    from kiosk.updates.bundle import machine
    from kiosk.updates.files import Files
    from kiosk.updates.keeper import Keeper
    from kiosk.wire.clock import boot_id

    if not machine():
        return None
    files = Files(settings.data.directory)
    keeper = Keeper(files, settings.updates, running=__version__, machine=machine(), clock=now_ms, boot=boot_id())
    return beside(Updating(lambda: open_store(settings), files, keeper, settings.terminal.name))


@app.command()
def join(
    code: Annotated[str, typer.Argument(help="The text of the QR code, or the eight letters and digits alone.")],
    address: Annotated[str, typer.Option(help="With a typed code: https://office:8443")] = "",
    fingerprint: Annotated[
        str, typer.Option(help="With a typed code: the certificate's, as the office shows it.")
    ] = "",
    again: Annotated[
        bool,
        typer.Option("--again", help="This card was copied: begin anew, with what only it holds. Close the counter."),
    ] = False,
    config: Config = None,
) -> None:
    """Join a head office: with this terminal's database, or by fetching the shop's copy as a new one."""
    from kiosk.config import load_config
    from kiosk.replicate.joining import ask_in, fetch, join_with, under_way
    from kiosk.replicate.place import Place
    from kiosk.store.store import Store
    from kiosk.terminal import database_path, now_ms, read_key
    from kiosk.wire.joining import invitation_of

    settings = load_config(config or DEFAULT_CONFIG)
    invitation = invitation_of(code, address, fingerprint)
    place = Place(database_path(settings), read_key(settings), now_ms)
    if again:
        from kiosk.replicate.rehoming import join_again

        with _bytes_shown() as progress:
            count = join_again(place, invitation, settings.terminal.name, progress=progress)
        typer.echo(_say(M("Joined again; {count} entries that only this terminal had are to be sent.", count=count)))
        return
    if place.database.exists():
        store = Store.open(place.database, place.key, clock=now_ms)
        try:
            agreed = join_with(store, invitation)
        finally:
            store.close()
    else:
        agreed = under_way(place) or ask_in(place, invitation, settings.terminal.name)
        with _bytes_shown() as progress:
            fetch(place, agreed, progress=progress)
    typer.echo(_say(M("Joined {office} as terminal {terminal} of shop {shop}.", office=agreed.office,
                      terminal=agreed.terminal, shop=agreed.store_id)))  # fmt: skip


class _bytes_shown:  # noqa: N801  (used as a function)
    """A bar with the bytes that are here and their speed, or nothing where nobody looks."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, transient=True) if sys.stderr.isatty() else None

    def __enter__(self) -> Any:
        if self._bar is None:
            return None
        self._bar.start()
        bar, task = self._bar, self._bar.add_task("", total=None)
        return lambda here, whole: bar.update(task, completed=here, total=whole or None)

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()


class _store:  # noqa: N801  (used as a function)
    """This terminal's store, closed at the end."""

    def __init__(self, config: Path | None) -> None:
        from kiosk.config import load_config
        from kiosk.terminal import open_store

        self._store = open_store(load_config(config or DEFAULT_CONFIG))

    def __enter__(self) -> Any:
        return self._store

    def __exit__(self, *_error: object) -> None:
        self._store.close()


class _progress:  # noqa: N801  (used as a function)
    """A progress bar on the terminal, or nothing where output is read by a program."""

    def __init__(self, quiet: bool) -> None:
        from rich.progress import Progress

        self._bar = None if quiet or not sys.stderr.isatty() else Progress(transient=True)

    def __enter__(self) -> Any:
        if self._bar is None:
            return None
        self._bar.start()
        bar, task = self._bar, self._bar.add_task("", total=None)
        return lambda done: bar.update(task, completed=done, description=str(done))

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _known_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ConfigError(M("Choose one of {kinds}.", kinds=", ".join(KINDS)))


def _say(text: Any) -> str:
    return str(text.in_(shell_language()))


def main() -> None:
    """Entry point: errors of ours are said in words, with exit code 2; others keep their traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except KioskError as error:
        typer.echo(_say(error.message), err=True)
        sys.exit(2)
