"""The paths of the office's page. Whatever changes something is a POST with the session's own field in its form."""

from __future__ import annotations

import asyncio
import io
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING

import qrcode
import qrcode.image.svg
from fastapi import FastAPI, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse

from kiosk.i18n import LANGUAGES
from kiosk.office.web import desk, facts
from kiosk.office.web.guard import COOKIE, Guarded, Place, back, text_of
from kiosk.office.web.look import HEADERS, HERE
from kiosk.office.web.sessions import IDLE_MS
from kiosk.store.importing import Job
from kiosk.wire.joining import CODE_MINUTES

if TYPE_CHECKING:
    from kiosk.office.server import Server
    from kiosk.store.importing import Lists

_OLD_S = 3600
_SHORT_S = 2.0
"""So long a browser waits for a list to be imported before it is told how far it is."""


class Pages(Guarded):
    """The handlers, by path."""

    def __init__(self, server: Server, place: Place, room: Lists) -> None:
        super().__init__(server, place)
        self._room = room
        self._shown: dict[str, desk.Shown] = {}
        self._lists: dict[str, tuple[Job, Path, str]] = {}

    def add_to(self, app: FastAPI) -> None:
        """Put all paths into the application, out of sight of the terminals' document."""
        for method, path, handler in (
            ("GET", "/", self.overview),
            ("GET", "/sign-in", self.ask_in),
            ("POST", "/sign-in", self.sign_in),
            ("POST", "/sign-out", self.sign_out),
            ("GET", "/language/{language}", self.language),
            ("GET", "/static/office.css", self.style),
            ("GET", "/terminals/new", self.new_terminal),
            ("POST", "/terminals/new", self.invite),
            ("GET", "/joining/{number}.svg", self.picture),
            ("GET", "/joining/{number}", self.joining),
            ("GET", "/terminals/{origin}/revoke", self.ask_revoke),
            ("POST", "/terminals/{origin}/revoke", self.revoke),
            ("POST", "/alarms/{number}/settle", self.settle),
            ("POST", "/quarantine/retry", self.retry),
            ("GET", "/proposals", self.proposals),
            ("POST", "/proposals/{entry}/{answer}", self.answer),
            ("GET", "/shops", self.shops),
            ("POST", "/shops", self.save_shop),
            ("GET", "/import", self.importing),
            ("POST", "/import", self.look_at),
            ("POST", "/import/apply", self.bring_in),
        ):
            app.add_api_route(path, self._guarded(handler), methods=[method], include_in_schema=False)

    # --- signing in

    async def ask_in(self, request: Request) -> Response:
        """The form behind the link; following the link uses nothing up."""
        code = request.query_params.get("code", "")[:100]
        open_ = await self._server.ask(lambda o: o.sessions.is_open(code, o.clock()))
        return await self._page(request, "sign_in.html", code=code, open=open_)

    async def sign_in(self, request: Request) -> Response:
        """Use the link up."""
        form = await self._form(request)
        code, name = text_of(form, "code", 100), text_of(form, "name", 40)
        token = await self._server.ask(lambda o: o.sessions.begin(code, name, o.clock()) if name else None)
        if token is None:
            return RedirectResponse(f"/sign-in?code={code if name else ''}", 303, HEADERS)
        await self._server.ask(lambda o: desk.note(o, "signed_in", name))
        answer = RedirectResponse("/", 303, HEADERS)
        answer.set_cookie(
            COOKIE, token, max_age=IDLE_MS // 1000, httponly=True, samesite="strict", secure=self._place.secure
        )
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        session, _form = await self._signed_form(request)
        await self._server.ask(lambda o: o.sessions.end(session))
        answer = RedirectResponse("/sign-in", 303, HEADERS)
        answer.delete_cookie(COOKIE)
        return answer

    async def language(self, request: Request) -> Response:
        """Read all pages in another language."""
        answer = RedirectResponse("/", 303, HEADERS)
        if request.path_params["language"] in LANGUAGES:
            answer.set_cookie("language", request.path_params["language"], max_age=365 * 86_400, samesite="lax")
        return answer

    async def style(self, request: Request) -> Response:
        """How it looks."""
        del request
        return FileResponse(HERE / "office.css", headers={"Cache-Control": "max-age=3600"})

    # --- the chain

    async def overview(self, request: Request) -> Response:
        """How the chain stands."""
        session = await self._session(request)
        found = await self._server.ask(facts.overview)
        names = {t.origin: t.name for t in found.terminals}
        return await self._page(
            request, "overview.html", session=session, here="overview", facts=found, quiet_ms=facts.QUIET_MS,
            name_of=lambda origin: names.get(origin, origin),
        )  # fmt: skip

    async def settle(self, request: Request) -> Response:
        """An alarm is seen to."""
        session, _form = await self._signed_form(request)
        number = request.path_params["number"]
        if number.isdecimal() and len(number) < 10:
            await self._server.ask(lambda o: desk.settle(o, session.name, int(number)))
        return back("/", "settled")

    async def retry(self, request: Request) -> Response:
        """Post what was kept aside."""
        session, _form = await self._signed_form(request)
        await self._server.ask(lambda o: desk.retry(o, session.name))
        return back("/", "retried")

    async def new_terminal(self, request: Request) -> Response:
        """Which shop's it will be."""
        session = await self._session(request)
        shops = await self._server.ask(facts.shops)
        given = request.query_params
        scheme = "https" if self._place.secure else "http"
        return await self._page(
            request, "terminal_new.html", session=session, shops=shops, store=given.get("store", ""),
            terminal=given.get("terminal", "")[:16], address=f"{scheme}://{request.headers.get('host', '')}",
        )  # fmt: skip

    async def invite(self, request: Request) -> Response:
        """Make the code and show it."""
        session, form = await self._signed_form(request)
        shown = await self._server.ask(
            lambda o: desk.invite(
                o, session.name, text_of(form, "store", 16), text_of(form, "terminal", 16),
                text_of(form, "address", 200), self._place.fingerprint,
            )
        )  # fmt: skip
        now = _now()
        self._shown = {n: s for n, s in self._shown.items() if s.until > now - _OLD_S * 1000}
        number = desk.new_number()
        self._shown[number] = shown
        return RedirectResponse(f"/joining/{number}", 303, HEADERS)

    async def joining(self, request: Request) -> Response:
        """The code, until the terminal has joined or it is too old. The page asks again by itself."""
        session, number = await self._session(request), request.path_params["number"]
        shown = self._shown.get(number)
        if shown is None:
            return RedirectResponse("/terminals/new", 303, HEADERS)
        joined = await self._server.ask(lambda o: o.members.is_used(shown.invitation.code))
        minutes = min(math.ceil((shown.until - _now()) / 60_000), CODE_MINUTES)
        return await self._page(
            request, "joining.html", session=session, store=shown.store_id, terminal=shown.terminal, number=number,
            joined=joined, minutes=minutes, text=shown.invitation.text(),
            refresh=0 if joined or minutes <= 0 else 3,
        )  # fmt: skip

    async def picture(self, request: Request) -> Response:
        """The code as QR."""
        await self._session(request)
        shown = self._shown.get(request.path_params["number"])
        if shown is None:
            raise HTTPException(404)
        code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
        code.add_data(shown.invitation.text())
        file = io.BytesIO()
        code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(file)
        return Response(file.getvalue(), media_type="image/svg+xml", headers=HEADERS)

    async def ask_revoke(self, request: Request) -> Response:
        """Whether it is meant."""
        session, origin = await self._session(request), request.path_params["origin"]
        terminal = await self._server.ask(lambda o: desk.terminal_of(o, origin))
        return await self._page(request, "revoke.html", session=session, terminal=terminal)

    async def revoke(self, request: Request) -> Response:
        """Shut a terminal out."""
        session, _form = await self._signed_form(request)
        origin = request.path_params["origin"]
        await self._server.ask(lambda o: desk.revoke(o, session.name, origin))
        return back("/", "revoked")

    async def proposals(self, request: Request) -> Response:
        """What shops changed."""
        session = await self._session(request)
        found = await self._server.ask(facts.wishes)
        return await self._page(request, "proposals.html", session=session, here="proposals", wishes=found)

    async def answer(self, request: Request) -> Response:
        """Accept or reject."""
        session, _form = await self._signed_form(request)
        entry, given = request.path_params["entry"], request.path_params["answer"]
        if given not in ("accept", "reject"):
            raise HTTPException(404)
        accepted = given == "accept"
        await self._server.ask(lambda o: desk.answer(o, session.name, entry, accepted=accepted))
        return back("/proposals", "accepted" if accepted else "rejected")

    async def shops(self, request: Request) -> Response:
        """All shops."""
        session = await self._session(request)
        found = await self._server.ask(facts.shops)
        return await self._page(request, "shops.html", session=session, here="shops", shops=found)

    async def save_shop(self, request: Request) -> Response:
        """Add or rename one."""
        session, form = await self._signed_form(request)
        store, zh, en = text_of(form, "store", 16), text_of(form, "zh", 40), text_of(form, "en", 40)
        await self._server.ask(lambda o: desk.save_shop(o, session.name, store, zh, en))
        return back("/shops", "saved")

    # --- lists

    async def importing(self, request: Request) -> Response:
        """Choose a file."""
        session = await self._session(request)
        running = self._room.seen()
        refresh = 2 if any(r.trouble is None or r.again for r in running) else 0
        return await self._page(
            request, "import.html", session=session, here="import", plan=None, running=running, refresh=refresh
        )

    async def look_at(self, request: Request) -> Response:
        """What importing it would do."""
        session, form = await self._signed_form(request)
        file, kind = form.get("file"), text_of(form, "kind", 20)
        if not isinstance(file, UploadFile):
            return RedirectResponse("/import", 303, HEADERS)
        name = Path(file.filename or "").name[:80]
        self._forget_old_lists()
        number = desk.new_number()
        self._place.uploads.mkdir(parents=True, exist_ok=True)
        path = self._place.uploads / f"{number}{'.xlsx' if name.lower().endswith('.xlsx') else '.csv'}"
        path.write_bytes(await file.read())
        await form.close()
        try:
            plan = await asyncio.wrap_future(self._room.plan(kind, path))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._lists[number] = (Job(plan.kind, name, session.name), path, session.token)
        return await self._page(
            request, "import.html", session=session, here="import", plan=plan, file=name, number=number, running=()
        )

    async def bring_in(self, request: Request) -> Response:
        """Import what was looked at."""
        session, form = await self._signed_form(request)
        agreed = self._lists.pop(text_of(form, "number", 40), None)
        if agreed is None or agreed[2] != session.token:
            return RedirectResponse("/import", 303, HEADERS)
        under_way = self._room.begin(*agreed[:2])
        # A short list is done while its owner waits; a long one tells how far it is
        await asyncio.wait([asyncio.wrap_future(under_way)], timeout=_SHORT_S)
        if not under_way.done():
            return back("/import", "importing")
        whole = under_way.exception() is None and under_way.result()
        return back("/import", "imported") if whole else RedirectResponse("/import", 303, HEADERS)

    # --- inside

    def _forget_old_lists(self) -> None:
        for number, (_kind, path, _token) in list(self._lists.items()):
            if not path.exists() or path.stat().st_mtime < time.time() - _OLD_S:
                path.unlink(missing_ok=True)
                del self._lists[number]


def _now() -> int:
    return time.time_ns() // 1_000_000
