"""An office in memory that keeps the rules, over a line that does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from kiosk.exc import BadInput, CursorLost, NotAdmitted, NotTheOffice, Unreachable
from kiosk.replicate.office import Progress
from kiosk.store.entry import Entry, next_checksum
from kiosk.store.feeds import store_feed
from kiosk.wire.elsewhere import Elsewhere, ShopStock
from kiosk.wire.messages import (
    Enrol,
    Enrolled,
    FeedItem,
    FeedPage,
    Health,
    Problem,
    Push,
    Pushed,
    Receipt,
    from_wire,
    to_wire,
)
from kiosk.wire.packing import pack, read
from kiosk.wire.troubles import trouble
from kiosk.wire.updates import Release, UpdateOffer, UpdateReport

T = TypeVar("T")


@dataclass
class MemoryOffice:
    """Journals and feeds as lists. faults: what happens to the next calls, one each; "" for nothing."""

    store_id: str = "S01"
    lineage: str = "L1"
    now: Callable[[], int] = lambda: 1_700_000_000_000
    journals: dict[str, list[Entry]] = field(default_factory=dict)
    feeds: dict[str, list[Entry]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    forks: list[Entry] = field(default_factory=list)
    codes: set[str] = field(default_factory=lambda: {"7Q2MK4RT"})
    tokens: set[str] = field(default_factory=lambda: {"secret"})
    pushes: int = 0
    release: Release | None = None
    bundles: dict[str, bytes] = field(default_factory=dict)
    reports: list[UpdateReport] = field(default_factory=list)
    shops: list[ShopStock] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def enrol(self, request: Enrol) -> Enrolled:
        if request.code not in self.codes:
            raise NotAdmitted(trouble("code"), "code")
        self.codes.discard(request.code)
        feeds = ["catalogue", store_feed(self.store_id)]
        return Enrolled("secret", self.store_id, request.terminal, "HQ", self.lineage, feeds, self.now())

    def push(self, request: Push) -> Pushed:
        fault = self._before()
        with self.lock:
            self.pushes += 1
            answer = self._push(request)
        return self._after(fault, answer)

    def _push(self, request: Push) -> Pushed:
        journal = self.journals.setdefault(request.origin, [])
        receipts = []
        entries = [from_wire(e) for e in request.entries]
        first = entries[0].seq if entries else 0
        if entries and first <= len(journal) + 1 and self._digest(request.origin, first - 1) != request.before:
            self.forks += entries
            receipts = [Receipt(e.seq, "fork") for e in entries]
            entries = []
        for entry in entries:
            if entry.seq <= len(journal):
                same = journal[entry.seq - 1] == entry
                receipts.append(Receipt(entry.seq, "duplicate" if same else "fork"))
                if not same:
                    self.forks.append(entry)
            elif entry.seq == len(journal) + 1:
                journal.append(entry)
                self.feeds.setdefault(store_feed(entry.store_id), []).append(entry)
                receipts.append(Receipt(entry.seq, "stored"))
            else:
                receipts.append(Receipt(entry.seq, "gap"))
        last = len(journal)
        return Pushed(self.lineage, self.now(), last, self._digest(request.origin, last), receipts)

    def page(
        self, feed: str, after: int, *, wait_s: float, limit: int, checksum: str, lineage: str, asker: str = ""
    ) -> FeedPage:
        fault = self._before()
        with self.lock:
            items = self.feeds.get(feed, [])
            if after > len(items):
                raise CursorLost(trouble("cursor"), "cursor")
            part = items[after : after + limit]
            running = b""
            for entry in items[: after + len(part)]:
                running = next_checksum(running, entry.digest)
            rows = [FeedItem(after + i, to_wire(e)) for i, e in enumerate(part, start=1)]
        if fault == "reorder":
            rows.reverse()
        if fault == "skip":
            rows = rows[1:]
        if fault == "damage" and rows and rows[0].entry is not None:
            rows[0] = FeedItem(rows[0].position, msgspec.structs.replace(rows[0].entry, digest="00" * 32))
        page = FeedPage(feed, self.lineage, self.now(), after, len(items), running.hex(), rows)
        return self._after(fault, page)

    def snapshot(self, store_id: str, into: Path, *, progress: Progress | None = None) -> None:
        raise NotTheOffice(trouble("stranger"))

    def update_offer(self, report: UpdateReport) -> UpdateOffer:
        self._before()
        self.reports.append(report)
        return UpdateOffer(self.release)

    def update(self, digest: str, into: Path, *, progress: Progress | None = None) -> None:
        self._before()
        into.write_bytes(self.bundles[digest])
        if progress is not None:
            progress(into.stat().st_size, into.stat().st_size)

    def elsewhere(self, product_id: str) -> Elsewhere:
        fault = self._before()
        return self._after(fault, Elsewhere(product_id, self.now(), self.shops))

    def health(self) -> Health:
        return Health("HQ", 1, self.lineage, "1", self.now())

    def close(self) -> None:
        """Nothing to close."""

    def restore(self, pushed: int) -> None:
        """As an old backup had it: each journal cut to its first `pushed` entries; a new lineage."""
        self.lineage += "'"
        for origin, journal in self.journals.items():
            gone = {e.digest for e in journal[pushed:]}
            del journal[pushed:]
            for name, feed in self.feeds.items():
                self.feeds[name] = [e for e in feed if e.origin != origin or e.digest not in gone]

    def _digest(self, origin: str, seq: int) -> str:
        return self.journals[origin][seq - 1].digest.hex() if seq else ""

    def _before(self) -> str:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise Unreachable(trouble("unreachable"))
        if fault == "portal":
            raise NotTheOffice(trouble("stranger"))
        return fault

    def _after(self, fault: str, answer: T) -> T:
        if fault == "answer lost":
            raise Unreachable(trouble("cut"), "cut")
        return answer


class Served:
    """A MemoryOffice behind HTTP on this machine, as `kiosk office` would be. strange: an answer for everybody."""

    def __init__(self, office: MemoryOffice, context: object = None) -> None:
        served = self
        self.office = office
        self.strange: tuple[int, str, bytes] | None = None

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])))

            def _answer(self, body: bytes) -> None:
                status, kind, content = served.strange or served.answer(self.path, body, dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if served.strange is None:
                    self.send_header("Content-Encoding", "zstd")
                else:
                    self.send_header("Location", "http://portal.example/")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # A terminal that was killed leaves its connections; that is no fault of the office
        self.server.handle_error = lambda _request, _address: None  # type: ignore[method-assign]
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)  # type: ignore[attr-defined]
        self.scheme = "http" if context is None else "https"
        self.thread = threading.Thread(target=lambda: self.server.serve_forever(0.02), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        parts = urlsplit(path)
        if parts.path not in {"/v1/health", "/v1/terminals"}:
            token = headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self.office.tokens:
                return 401, "application/json", pack(Problem("token", "revoked"))
        try:
            message = self._message(parts.path, parse_qs(parts.query), body)
        except NotAdmitted as problem:
            return 403, "application/json", pack(Problem(problem.code, "no"))
        except CursorLost:
            return 409, "application/json", pack(Problem("cursor", "no"))
        except BadInput as problem:
            return 400, "application/json", pack(Problem("body", str(problem)))
        except (Unreachable, NotTheOffice):
            return 503, "application/json", pack(Problem("busy", "later", 1))
        return 200, "application/json", pack(message)

    def _message(self, path: str, query: dict[str, list[str]], body: bytes) -> object:
        if path == "/v1/health":
            return self.office.health()
        if path == "/v1/terminals":
            return self.office.enrol(read(body, Enrol, encoding="zstd"))
        if path == "/v1/journal":
            return self.office.push(read(body, Push, encoding="zstd"))
        if path == "/v1/stock":
            return self.office.elsewhere(query["product"][0])
        feed, after = unquote(path).removeprefix("/v1/feeds/"), int(query["after"][0])
        limit, wait = int(query["limit"][0]), float(query.get("wait", ["0"])[0])
        until = time.monotonic() + min(wait, 0.3)
        while time.monotonic() < until and len(self.office.feeds.get(feed, [])) <= after:
            time.sleep(0.005)
        return self.office.page(feed, after, wait_s=0, limit=limit, checksum="", lineage="")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
