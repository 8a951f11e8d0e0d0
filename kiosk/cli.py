"""The `kiosk` command. Each command's module is imported when it runs: `kiosk doctor` needs no screen."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from kiosk import __version__, cli_lists, cli_office, cli_updates
from kiosk.cli_common import DEFAULT_CONFIG, Config, Json, say, the_store
from kiosk.exc import KioskError
from kiosk.i18n import M, shell_language
from kiosk.office import commands as office_commands

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Zhanggui 掌柜: a shop's counter.")

app.add_typer(office_commands.app, name="office")
app.add_typer(cli_updates.app, name="update", hidden=True)
app.add_typer(cli_lists.app)
app.add_typer(cli_office.app)


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
    size: Annotated[str, typer.Option(help="Of the first screen; 1280x800, or a warehouse's 480x800.")] = "",
    language: Annotated[str, typer.Option(help="zh_CN or en.")] = "zh_CN",
    warehouse: Annotated[bool, typer.Option("--warehouse", help="On a warehouse terminal.")] = False,
    as_json: Json = False,
    window: Annotated[bool, typer.Option("--window", help="In a window, for somebody who watches.")] = False,
) -> None:
    """Drive the counter by a tape, without a person; a failing expectation exits with 1 and says where."""
    from kiosk.demo import play_tape

    role: Literal["counter", "warehouse"] = "warehouse" if warehouse else "counter"
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
    from kiosk.database import database_path, now_ms, read_key
    from kiosk.hw.health import examine
    from kiosk.store.doctor import as_json as finding_rows
    from kiosk.store.doctor import diagnose, worst

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
            typer.echo(f"{mark} {say(finding.message)}")
            if finding.severity != "ok":
                typer.echo(f"  → {say(finding.advice)}")
    if worst(findings) == "fault":
        raise typer.Exit(1)


@app.command()
def backup(path: Annotated[Path, typer.Argument()], config: Config = None) -> None:
    """Copy the database while the counter sells, and verify the copy."""
    from kiosk.store.backup import backup as copy

    with the_store(config) as store:
        copy(store, path)
    typer.echo(say(M("Copied and verified.")))


@app.command("backup-stick", hidden=True)
def backup_stick(
    mount: Annotated[Path, typer.Argument(help="Where the stick for backups is mounted.")], config: Config = None
) -> None:
    """What the unit for it does: copy the database to the stick, or bring a copy over to a new terminal."""
    from kiosk.backups.card import this_card
    from kiosk.backups.stick import attend
    from kiosk.config_start import settings_at_start
    from kiosk.database import database_path, local_day, now_ms, read_key

    settings = settings_at_start(config or DEFAULT_CONFIG).config
    day, card = local_day(now_ms()), this_card(settings.data.directory, os.environ)
    typer.echo(attend(mount, database_path(settings), read_key(settings), clock=now_ms, day=day, card=card))


@app.command()
def rebuild(config: Config = None) -> None:
    """Make all tables anew from the journal, where the doctor advised it. Close the counter and make a backup first."""
    from kiosk.store.rebuild import rebuild as anew

    with the_store(config) as store:
        count = anew(store)
    typer.echo(say(M("The tables are made anew from {count} entries.", count=count)))


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
    from kiosk.database import create_store

    if if_named and not read_settings(config or DEFAULT_CONFIG).named:
        typer.echo(say(M("kiosk.toml names no shop: this terminal waits to join a head office.")))
        return
    create_store(load_config(config or DEFAULT_CONFIG), with_demo=with_demo).close()
    typer.echo(say(M("The database is made.")))


def main() -> None:
    """Entry point: errors of ours are said in words, with exit code 2; others keep their traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except KioskError as error:
        typer.echo(say(error.message), err=True)
        sys.exit(2)
