"""What every page has in common: who is signed in, whose form it is, and a page for whatever goes wrong."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from kiosk.exc import KioskError
from kiosk.i18n import M, Message
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.web.look import HEADERS, language_of, render
from kiosk.office.web.sessions import Session, same

if TYPE_CHECKING:
    from kiosk.office.server import Server

MAX_UPLOAD = 32 * 1024 * 1024
COOKIE = "office"

SAID: dict[str, Message] = {
    "revoked": M("The terminal is shut out."),
    "settled": M("Seen to."),
    "saved": M("Saved."),
    "accepted": M("Accepted. It holds everywhere as soon as terminals have fetched it."),
    "rejected": M("Rejected. The office's own holds again."),
    "imported": M("Imported."),
    "importing": M("It is being imported. Shops go on meanwhile."),
    "retried": M("Tried again."),
}


class Place(msgspec.Struct, frozen=True):
    """Where the page lives. fingerprint: of the certificate, "" over plain HTTP. uploads: a folder for lists."""

    uploads: Path
    fingerprint: str = ""

    @property
    def secure(self) -> bool:
        """Whether the browser comes by HTTPS."""
        return bool(self.fingerprint)


class SignInFirst(Exception):
    """Nobody is signed in."""


class NotYours(Exception):
    """A form that this session's pages did not make."""


Handler = Callable[[Request], Awaitable[Response]]


class Guarded:
    """Handlers of pages stand on this."""

    def __init__(self, server: Server, place: Place) -> None:
        self._server = server
        self._place = place

    def _guarded(self, handler: Handler) -> Handler:
        """Every page that can't be made is a page as well."""

        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            try:
                return await handler(request)
            except SignInFirst:
                return RedirectResponse("/sign-in", 303, HEADERS)
            except NotYours:
                words = M("This page was open for too long. Go back and try again.")
                return await self._page(request, "problem.html", status=403, words=words)
            except KioskError as problem:
                return await self._page(request, "problem.html", status=409, words=problem.message)
            except HTTPException as problem:
                words = {
                    413: M("The file is too large: at most {count} MB.", count=MAX_UPLOAD // 1024 // 1024),
                    404: M("There is no such page."),
                }.get(problem.status_code, M("The form could not be read. Go back and try again."))
                return await self._page(request, "problem.html", status=problem.status_code, words=words)
            except OfficeRefusal as problem:
                words = M("The office's database does not answer now. Try again in a moment.")
                return await self._page(request, "problem.html", status=problem.status, words=words)

        guarded.__annotations__ = {"request": Request, "return": Response}
        return guarded

    async def _session(self, request: Request) -> Session:
        token = request.cookies.get(COOKIE, "")[:100]
        session = await self._server.ask(lambda o: o.sessions.known(token, o.clock()))
        if session is None:
            raise SignInFirst
        return session

    async def _signed_form(self, request: Request) -> tuple[Session, FormData]:
        session = await self._session(request)
        form = await self._form(request)
        if not same(text_of(form, "form", 100), session.form):
            raise NotYours
        return session, form

    @staticmethod
    async def _form(request: Request) -> FormData:
        length = request.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_UPLOAD:
            raise HTTPException(413)
        return await request.form(max_files=1, max_fields=20)

    async def _page(self, request: Request, template: str, **values: Any) -> Response:
        said = SAID.get(request.query_params.get("said", ""), "")
        values = {"said": said} | values
        if isinstance(values.get("words"), Message):
            values["words"] = values["words"].in_(language_of(request))
        return render(request, template, office=self._server.name, **values)


def back(path: str, said: str) -> Response:
    return RedirectResponse(f"{path}?said={said}", 303, HEADERS)


def text_of(form: FormData, name: str, longest: int) -> str:
    """A field of a form, without what no name has in it."""
    value = form.get(name, "")
    return "".join(c for c in value if c.isprintable()).strip()[:longest] if isinstance(value, str) else ""
