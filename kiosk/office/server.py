"""The office by HTTP. One thread writes to the database; a terminal that waits costs a coroutine, not a thread."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, RedirectResponse
from starlette.exceptions import HTTPException

from kiosk import __version__
from kiosk.exc import BadInput, StoreError
from kiosk.office.documented import complete, extra
from kiosk.office.members import Terminal
from kiosk.office.office import BUSY_S, Office
from kiosk.office.refusal import OfficeRefusal
from kiosk.office.releases import bundle_file
from kiosk.office.snapshotting import Snapshots
from kiosk.office.web.guard import Place
from kiosk.office.web.pages import Pages
from kiosk.office.web.updates import UpdatePages
from kiosk.store.importing import Lists
from kiosk.wire import http
from kiosk.wire.elsewhere import MAX_PRODUCT
from kiosk.wire.messages import MAX_BYTES, Enrol, FeedPage, Problem, Push
from kiosk.wire.packing import ENCODING, pack, plain, read
from kiosk.wire.updates import UpdateReport

T = TypeVar("T")

WATCH_S = 0.2
"""How often feeds are looked at for what another process of the office wrote: an import, an answer to a proposal."""

_PLACE = Annotated[int, Query(ge=0, le=2**53)]


class Server:
    """An office and the threads that work for it. make: opens the office, on the thread that will use it.

    releases: the folder of update bundles.
    """

    def __init__(self, make: Callable[[], Office], snapshots: Snapshots, releases: Path | None = None) -> None:
        self.make = make
        self.releases = releases or Path()
        self._snapshots = snapshots
        self._writer = ThreadPoolExecutor(1, "office")
        self._copier = ThreadPoolExecutor(1, "snapshots")
        self._office: Office | None = None
        self.name = ""
        self._heads: dict[str, int] = {}
        self._moved: dict[str, asyncio.Event] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Opens the office, and watches its feeds until the end."""
        self._loop = loop = asyncio.get_running_loop()
        self._office = await loop.run_in_executor(self._writer, self.make)
        self.name = self._office.name
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await loop.run_in_executor(self._writer, self._office.store.close)
            self._writer.shutdown()
            self._copier.shutdown()

    def let_go(self) -> None:
        """The program ends: whoever waits for news is answered now. From any thread, or a signal."""
        self._ending = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake_all)

    async def ask(self, question: Callable[[Office], T]) -> T:
        """Put a question to the office, on its thread. What is wrong with its database is `busy`, never a fault."""
        assert self._office is not None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, question, self._office)
        except StoreError as problem:
            raise OfficeRefusal(503, "busy", str(problem), BUSY_S) from problem

    async def terminal(self, request: Request) -> Terminal:
        """Who asks. Raises OfficeRefusal for a stranger."""
        token = bearer(request)
        return await self.ask(lambda office: office.members.known(token))

    async def page(
        self, terminal: Terminal, feed: str, after: int, limit: int, checksum: str, wait_s: float
    ) -> FeedPage:
        """A page, held back while there is nothing on it."""
        deadline = asyncio.get_running_loop().time() + wait_s
        while True:
            # Taken before the page is read: what is stored meanwhile sets it
            moved = self._moved.setdefault(feed, asyncio.Event())
            page = await self.ask(lambda office: office.page(terminal, feed, after, limit, checksum))
            left = deadline - asyncio.get_running_loop().time()
            if page.items or left <= 0 or self._ending:
                return page
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), left)

    async def push(self, terminal: Terminal, push: Push) -> Any:
        """Take entries in, and wake who waits for them."""
        answer = await self.ask(lambda office: office.push(terminal, push))
        await self._look()
        return answer

    async def snapshot(self, store_id: str) -> Any:
        """The shop's snapshot, made on a thread of its own while others go on."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._copier, self._snapshots.make, store_id)
        except StoreError as problem:
            raise OfficeRefusal(503, "building", str(problem), BUSY_S) from problem

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            with contextlib.suppress(OfficeRefusal):
                await self._look()

    def _wake_all(self) -> None:
        for moved in self._moved.values():
            moved.set()

    async def _look(self) -> None:
        heads = await self.ask(lambda office: {f.name: f.position for f in office.store.feeds.all()})
        for feed, position in heads.items():
            if self._heads.get(feed) != position and feed in self._moved:
                self._moved.pop(feed).set()
        self._heads = heads


def make_app(server: Server, place: Place | None = None) -> FastAPI:
    """The application; `/openapi.json` describes it. place: of the owner's page, if there is to be one."""

    lists = Lists(place.uploads, lambda: server.make().store) if place is not None else None

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with server.running():
            if lists is None:
                yield
                return
            lists.go_on()
            try:
                yield
            finally:
                await asyncio.get_running_loop().run_in_executor(None, lists.stop)

    app = FastAPI(title="Zhanggui head office", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    documented = app.openapi
    app.openapi = lambda: complete(documented())  # type: ignore[method-assign]

    if place is not None:
        assert lists is not None
        Pages(server, place, lists).add_to(app)
        UpdatePages(server, place).add_to(app)

    @app.exception_handler(OfficeRefusal)
    async def refused(request: Request, problem: OfficeRefusal) -> Response:
        return _answer(request, problem.problem, problem.status)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, problem: RequestValidationError) -> Response:
        where = problem.errors()[0].get("loc", ("",))[-1]
        return _answer(request, Problem("body", f"{where} is not what it should be"), 400)

    @app.exception_handler(HTTPException)
    async def elsewhere(request: Request, problem: HTTPException) -> Response:
        reads_pages = "text/html" in request.headers.get("Accept", "")
        if place is not None and reads_pages and not request.url.path.startswith("/v1/"):
            return RedirectResponse("/", 303)  # a browser that lost its way
        return _answer(request, Problem("path", "no such path"), problem.status_code)

    @app.get(http.HEALTH, openapi_extra=extra(gives="Health", refuses=(503,), secured=False))
    async def health(request: Request) -> Response:
        return _answer(request, await server.ask(lambda office: office.health()))

    @app.post(
        http.TERMINALS, openapi_extra=extra(takes="Enrol", gives="Enrolled", refuses=(400, 401, 403, 413, 429, 503))
    )
    async def enrol(request: Request) -> Response:
        message, token = await _message(request, Enrol), bearer(request)
        address = request.client.host if request.client else ""
        return _answer(request, await server.ask(lambda o: o.enrol(message, token=token, address=address)))

    @app.post(http.JOURNAL, openapi_extra=extra(takes="Push", gives="Pushed", refuses=(400, 401, 403, 413, 503)))
    async def push(request: Request) -> Response:
        terminal = await server.terminal(request)
        return _answer(request, await server.push(terminal, await _message(request, Push)))

    @app.get(http.FEEDS + "{feed:path}", openapi_extra=extra(gives="FeedPage", refuses=(400, 401, 403, 404, 409, 503)))
    async def feed(
        request: Request,
        feed: str,
        after: _PLACE = 0,
        wait: Annotated[int, Query(ge=0, le=http.WAIT_S)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 500,
        checksum: Annotated[str, Query(max_length=64)] = "",
        lineage: Annotated[str, Query(max_length=32)] = "",
    ) -> Response:
        terminal = await server.terminal(request)
        # A checksum says enough; the lineage that goes with it is for the office's log
        return _answer(request, await server.page(terminal, feed, after, limit, checksum, wait))

    @app.get(http.STOCK, openapi_extra=extra(gives="Elsewhere", refuses=(400, 401, 503)))
    async def stock(request: Request, product: Annotated[str, Query(min_length=1, max_length=MAX_PRODUCT)]) -> Response:
        terminal = await server.terminal(request)
        return _answer(request, await server.ask(lambda office: office.elsewhere(terminal, product)))

    @app.head(http.SNAPSHOTS + "{store_id}", include_in_schema=False)
    @app.get(
        http.SNAPSHOTS + "{store_id}",
        openapi_extra=extra(file="application/zstd", refuses=(400, 401, 403, 404, 416, 503)),
        response_class=FileResponse,
    )
    async def snapshot(request: Request, store_id: str) -> Response:
        terminal = await server.terminal(request)
        if store_id != terminal.store_id:
            raise OfficeRefusal(403, "store", "this snapshot is not this terminal's")
        packed = await server.snapshot(store_id)
        headers = {"ETag": f'"{packed.digest}"', http.SNAPSHOT_DIGEST: packed.digest}
        return FileResponse(Path(packed.path), media_type="application/zstd", headers=headers)

    @app.post(
        http.UPDATES,
        openapi_extra=extra(takes="UpdateReport", gives="UpdateOffer", refuses=(400, 401, 403, 413, 503)),
    )
    async def update(request: Request) -> Response:
        terminal, report = await server.terminal(request), await _message(request, UpdateReport)
        return _answer(request, await server.ask(lambda office: office.update_of(terminal, report)))

    @app.get(
        http.UPDATES + "/{digest}",
        openapi_extra=extra(file="application/octet-stream", refuses=(400, 401, 403, 404, 416, 503)),
        response_class=FileResponse,
    )
    async def bundle(request: Request, digest: str) -> Response:
        terminal = await server.terminal(request)
        await server.ask(lambda office: office.releases.check_may_have(terminal, digest))
        path = bundle_file(server.releases, digest)
        if not path.is_file():
            raise OfficeRefusal(503, "building", "this bundle's file is not here", BUSY_S)
        headers = {"ETag": f'"{digest}"', http.SNAPSHOT_DIGEST: digest}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)

    return app


def bearer(request: Request) -> str:
    """The token of a request; "" for none."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _message(request: Request, kind: type[T]) -> T:
    """The message in a request's body, read no further than the limit."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BYTES:
            raise OfficeRefusal(413, "size", "the body is too large")
    try:
        return read(bytes(body), kind, encoding=request.headers.get("Content-Encoding", ""))
    except BadInput as problem:
        raise OfficeRefusal(400, "body", str(problem)) from problem


def _answer(request: Request, message: msgspec.Struct, status: int = 200) -> Response:
    if ENCODING in request.headers.get("Accept-Encoding", ""):
        return Response(pack(message), status, {"Content-Encoding": ENCODING}, "application/json")
    return Response(plain(message), status, media_type="application/json")
