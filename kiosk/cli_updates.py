"""`kiosk update …`: what the machine's own units call. Nobody needs these by hand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk import __version__
from kiosk.cli_common import DEFAULT_CONFIG

app = typer.Typer(no_args_is_help=True, help="What the terminal's units do for an update.")

Config = Annotated[Path, typer.Option("--config", help="kiosk.toml of this terminal.")]


@app.command()
def install(data: Annotated[Path, typer.Argument(help="The data directory.")]) -> None:
    """Do what replication requests: have RAUC install a bundle, or restart."""
    from kiosk.updates.files import Files
    from kiosk.updates.install import serve

    serve(Files(data))


@app.command()
def stick(
    mount: Annotated[Path, typer.Argument(help="Where a memory stick is mounted.")], config: Config = DEFAULT_CONFIG
) -> None:
    """Take an update, and lists, from a memory stick."""
    from kiosk.database import now_ms
    from kiosk.lists.files import ListFiles
    from kiosk.lists.stick import take_lists
    from kiosk.updates.files import Files
    from kiosk.updates.stick import read_stick

    settings = _settings(config)
    keyring = Path(settings.updates.keyring)
    found = read_stick(mount, Files(settings.data.directory), keyring=keyring, at=now_ms())
    typer.echo(f"{found.name or '-'} {found.why or 'ok'}, {found.ignored} ignored")
    if _alone(settings):
        lists = take_lists(mount, ListFiles(settings.data.directory))
        typer.echo(f"{len(lists.lists)} lists {lists.why}")


@app.command()
def fit(config: Config = DEFAULT_CONFIG) -> None:
    """Is the version under trial fit to sell? Exits with 1 where it is not, or not yet."""
    from kiosk.database import open_store
    from kiosk.exc import StoreMissing
    from kiosk.updates.files import Files
    from kiosk.updates.fit import judge
    from kiosk.wire.clock import boot_id

    settings = _settings(config)
    files = Files(settings.data.directory)
    try:
        store = open_store(settings)
    except StoreMissing:
        found = judge(files, __version__, boot_id(), None)
    else:
        try:
            found = judge(files, __version__, boot_id(), store)
        finally:
            store.close()
    typer.echo("not looked at yet" if found is None else found.why or "fit")
    if found is None or not found.fit:
        raise typer.Exit(1)


@app.command()
def unfit(why: Annotated[str, typer.Argument(help="screen, books or unfit")], config: Config = DEFAULT_CONFIG) -> None:
    """Note why the version under trial is given up."""
    from kiosk.updates.files import Files
    from kiosk.updates.fit import give_up
    from kiosk.wire.clock import boot_id

    give_up(Files(_settings(config).data.directory), __version__, boot_id(), why)


def _alone(settings: Any) -> bool:
    """Whether this is a shop without an office, which would have its lists from there."""
    from kiosk.database import open_store
    from kiosk.exc import StoreError
    from kiosk.wire.state import has_office

    try:
        with closing(open_store(settings)) as store:
            return not has_office(store)
    except StoreError:
        return False


def _settings(config: Path) -> Any:
    """As the counter takes them: those of last time where the file has a mistake."""
    from kiosk.config_start import settings_at_start

    return settings_at_start(config).config
