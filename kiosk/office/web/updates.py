"""The office's page of updates: which there are, who gets them, what each terminal runs and how far it is."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from kiosk.i18n import M, Message, Names
from kiosk.office.members import Terminal
from kiosk.office.office import Office
from kiosk.office.releases import EVERYBODY, Kept, Told
from kiosk.office.web import desk
from kiosk.office.web.guard import Guarded, back
from kiosk.updates.words import why

STAGES: dict[str, Message] = {
    "fetching": M("is being fetched"),
    "ready": M("is there, waits for the close of business"),
    "installing": M("is being written"),
    "installed": M("is written, waits for a restart"),
    "trial": M("is being tried"),
    "done": M("runs well"),
    "failed": M("failed"),
}
_ACTS = {"all": EVERYBODY, "withdraw": ""}


class _Row(NamedTuple):
    terminal: Terminal
    told: Told | None
    words: Message | None


def _facts(office: Office) -> tuple[list[Kept], list[_Row]]:
    told = {t.origin: t for t in office.releases.progress()}
    rows = []
    for terminal in office.members.all():
        if not terminal.revoked:
            last = told.get(terminal.origin)
            rows.append(_Row(terminal, last, STAGES.get(last.stage) if last else None))
    return office.releases.all(), rows


def _give(office: Office, name: str, digest: str, scope: str) -> None:
    office.releases.give(digest, scope)
    desk.note(office, "release.given" if scope else "release.withdrawn", name, digest=digest)


class UpdatePages(Guarded):
    """The handlers, by path."""

    def add_to(self, app: FastAPI) -> None:
        """Put all paths into the application, out of sight of the terminals' document."""
        app.add_api_route("/updates", self._guarded(self.updates), methods=["GET"], include_in_schema=False)
        app.add_api_route(
            "/updates/{digest}/{act}", self._guarded(self.give), methods=["POST"], include_in_schema=False
        )

    async def updates(self, request: Request) -> Response:
        """All of them, and all terminals."""
        session = await self._session(request)
        releases, rows = await self._server.ask(_facts)
        return await self._page(
            request, "updates.html", session=session, here="updates", releases=releases, terminals=rows, why=why,
            notes=lambda kept: Names(kept.notes_zh, kept.notes_en),
        )  # fmt: skip

    async def give(self, request: Request) -> Response:
        """To all terminals, or to none any more."""
        session, _form = await self._signed_form(request)
        act, digest = request.path_params["act"], request.path_params["digest"]
        if act not in _ACTS:
            raise HTTPException(404)
        await self._server.ask(lambda office: _give(office, session.name, digest[:64], _ACTS[act]))
        return back("/updates", "saved")
