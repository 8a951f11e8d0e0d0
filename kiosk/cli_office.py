"""`kiosk replicate` and `join`: this terminal and its head office."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kiosk import __version__
from kiosk.cli_common import DEFAULT_CONFIG, Config, bytes_shown, say
from kiosk.exc import ConfigError
from kiosk.i18n import M

app = typer.Typer()


@app.command()
def replicate(config: Config = None) -> None:
    """Bring this terminal's entries to the head office and the office's feeds here, for as long as it runs."""
    from kiosk.config_start import settings_in_force
    from kiosk.database import now_ms, open_store
    from kiosk.replicate.process import Process, only_one, run_process

    start = settings_in_force(config or DEFAULT_CONFIG)
    settings = start.config
    for problem in start.problems:
        said = M("The settings have a mistake; those of last time are used. {problem}", problem=problem)
        typer.echo(say(said), err=True)
    with only_one(settings.data.directory) as alone:
        if not alone:
            raise ConfigError(M("Replication runs already for this terminal."))
        run_process(Process(lambda: open_store(settings), now_ms, beside=_updating(settings)))


def _updating(settings: Any) -> Any:
    """What looks after this terminal's updates; None where it was not set up from an image that can have any."""
    from kiosk.database import now_ms, open_store
    from kiosk.replicate.updating import Updating, beside
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
    from kiosk.database import database_path, now_ms, read_key
    from kiosk.replicate.joining import ask_in, fetch, join_with, under_way
    from kiosk.replicate.place import Place
    from kiosk.store.store import Store
    from kiosk.wire.joining import invitation_of

    settings = load_config(config or DEFAULT_CONFIG)
    invitation = invitation_of(code, address, fingerprint)
    place = Place(database_path(settings), read_key(settings), now_ms)
    if again:
        from kiosk.replicate.rehoming import join_again

        with bytes_shown() as progress:
            count = join_again(place, invitation, settings.terminal.name, progress=progress)
        typer.echo(say(M("Joined again; {count} entries that only this terminal had are to be sent.", count=count)))
        return
    if place.database.exists():
        store = Store.open(place.database, place.key, clock=now_ms)
        try:
            agreed = join_with(store, invitation)
        finally:
            store.close()
    else:
        agreed = under_way(place) or ask_in(place, invitation, settings.terminal.name)
        with bytes_shown() as progress:
            fetch(place, agreed, progress=progress)
    typer.echo(say(M("Joined {office} as terminal {terminal} of shop {shop}.", office=agreed.office,
                      terminal=agreed.terminal, shop=agreed.store_id)))  # fmt: skip
