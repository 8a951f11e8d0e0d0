"""`kiosk import`, `export`, `order`: lists and papers between this terminal and files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli_common import DEFAULT_CONFIG, Config, Json, progress_shown, say, the_store
from kiosk.exc import ConfigError
from kiosk.i18n import M

app = typer.Typer()
KINDS = ("products", "customers", "suppliers", "terms")


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
    with the_store(config) as store, progress_shown(as_json) as progress:
        plan = plan_import(kind, path, store, partial=partial, progress=progress)  # type: ignore[arg-type]
        done = plan.possible and not dry_run
        if done:
            apply_import(plan, store, "-", progress)
    refused = [{"row": r.row, "column": r.column, "reason": say(r.reason), "value": r.value} for r in plan.refused]
    if as_json:
        result = {"new": plan.new, "changed": plan.changed, "unchanged": plan.unchanged, "refused": refused,
                  "done": done}  # fmt: skip
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for row in refused:
            typer.echo(f"{row['row']:>6} {row['column']}: {row['reason']}  ({row['value']})", err=True)
        counts = M("{new} new, {changed} changed, {same} unchanged, {refused} rows refused",
                   new=plan.new, changed=plan.changed, same=plan.unchanged, refused=plan.refused_rows)  # fmt: skip
        typer.echo(say(counts))
        typer.echo(say(M("Imported.") if done else M("Nothing was changed.")))
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
    with the_store(config) as store, progress_shown(False) as progress:
        count = export_list(kind, path, store, progress=progress)  # type: ignore[arg-type]
    typer.echo(say(M("{count} rows written.", count=count)))


@app.command()
def order(
    number: Annotated[str, typer.Argument(help="Of the purchase order, as it stands on its paper.")],
    path: Annotated[Path, typer.Argument(help="A .pdf file to write.")],
    config: Config = None,
) -> None:
    """Write a purchase order as an A4 PDF, to be sent to the supplier."""
    from kiosk.config import load_config
    from kiosk.database import local_day
    from kiosk.fittings import settings_of
    from kiosk.flows.order_sheet import order_sheet
    from kiosk.hw.a4 import write_sheet

    with the_store(config) as store:
        found = store.purchases.order(number.strip().upper())
        if found is None:
            raise ConfigError(M("There is no order {number} here.", number=number))
        settings = settings_of(load_config(config or DEFAULT_CONFIG))
        write_sheet(order_sheet(store, settings, found, local_day), path)
    typer.echo(say(M("{name} is written.", name=path.name)))


def _known_kind(kind: str) -> None:
    if kind not in KINDS:
        raise ConfigError(M("Choose one of {kinds}.", kinds=", ".join(KINDS)))
