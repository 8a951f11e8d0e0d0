"""The office by HTTPS. Exactly one certificate is trusted, and nothing is believed that is not a message of ours.

Between a till and its office there may be a Wi-Fi that answers everything with its own sign-in page, a proxy, a phone
as modem. So: no redirects, no proxies from the environment, bodies read up to a limit before they are unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import httpx

from kiosk import __version__
from kiosk.exc import BadInput, CursorLost, NotAdmitted, NotTheOffice, OfficeBusy, OfficeError, Unreachable
from kiosk.replicate.certificate import context_for, same_certificate
from kiosk.replicate.fetching import fetch_bundle, fetch_snapshot
from kiosk.replicate.link_errors import unreachable
from kiosk.replicate.office import Membership, Progress
from kiosk.wire import http
from kiosk.wire.elsewhere import Elsewhere
from kiosk.wire.messages import MAX_BYTES, PROTOCOL, Enrol, Enrolled, FeedPage, Health, Problem, Push, Pushed
from kiosk.wire.packing import ENCODING, pack, read
from kiosk.wire.troubles import trouble
from kiosk.wire.updates import UpdateOffer, UpdateReport

T = TypeVar("T")

CONNECT_S = 10.0
ANSWER_S = 30.0
"""How long an answer may keep silent, beyond what a long poll holds it back."""

SOON_S = 4.0
"""The same for what somebody waits for."""

_LIMITS = httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=90)


class HttpOffice:
    """Asks an office by HTTP. One for each thread. transport: for tests, instead of the network."""

    def __init__(self, membership: Membership, *, transport: httpx.BaseTransport | None = None) -> None:
        self.membership = membership
        self._pin = membership.certificate
        headers = {"User-Agent": f"zhanggui/{__version__}", "Accept-Encoding": ENCODING}
        if membership.token:
            headers["Authorization"] = f"Bearer {membership.token}"
        self._client = httpx.Client(
            base_url=membership.address,
            headers=headers,
            verify=context_for(self._pin),
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
            limits=_LIMITS,
            transport=transport,
            trust_env=False,
            follow_redirects=False,
        )

    def enrol(self, request: Enrol) -> Enrolled:
        return self._ask("POST", http.TERMINALS, Enrolled, message=request)

    def push(self, request: Push) -> Pushed:
        return self._ask("POST", http.JOURNAL, Pushed, message=request)

    def page(self, feed: str, after: int, *, wait_s: float, limit: int, checksum: str, lineage: str) -> FeedPage:
        query = {"after": after, "wait": int(wait_s), "limit": limit, "checksum": checksum, "lineage": lineage}
        page = self._ask("GET", http.feed_path(feed), FeedPage, query=query, silence_s=ANSWER_S + wait_s)
        if page.feed != feed or page.after != after:
            raise NotTheOffice(trouble("stranger"))
        return page

    def snapshot(self, store_id: str, into: Path, *, progress: Progress | None = None) -> None:
        fetch_snapshot(self._stream, http.snapshot_path(store_id), into, progress)

    def update_offer(self, report: UpdateReport) -> UpdateOffer:
        return self._ask("POST", http.UPDATES, UpdateOffer, message=report)

    def update(self, digest: str, into: Path, *, progress: Progress | None = None) -> None:
        fetch_bundle(self._stream, http.update_path(digest), into, digest, progress)

    def elsewhere(self, product_id: str) -> Elsewhere:
        said = self._ask("GET", http.STOCK, Elsewhere, query={"product": product_id}, silence_s=SOON_S)
        if said.product_id != product_id:
            raise NotTheOffice(trouble("stranger"))
        return said

    def health(self) -> Health:
        health = self._ask("GET", http.HEALTH, Health)
        if health.protocol < PROTOCOL:
            raise NotTheOffice(trouble("old_office"), "old_office")
        return health

    def close(self) -> None:
        self._client.close()

    # --- inside

    def _ask(
        self, method: str, path: str, kind: type[T], *, message: object = None, query: dict[str, Any] | None = None,
        silence_s: float = ANSWER_S,
    ) -> T:  # fmt: skip
        headers = {} if message is None else {"Content-Type": "application/json", "Content-Encoding": ENCODING}
        content = None if message is None else pack(message)
        with self._stream(method, path, params=query, content=content, headers=headers, silence_s=silence_s) as answer:
            body = whole_body(answer)
        try:
            return read(body, kind, encoding=answer.headers.get("Content-Encoding", ""))
        except BadInput as problem:
            raise NotTheOffice(trouble("stranger")) from problem

    @contextmanager
    def _stream(
        self, method: str, path: str, *, silence_s: float = ANSWER_S, **request: Any
    ) -> Iterator[httpx.Response]:
        """An answer of ours with 200 or 206, its body not yet read. Raises OfficeError for any other."""
        timeout = httpx.Timeout(silence_s, connect=min(CONNECT_S, silence_s))
        try:
            with self._client.stream(method, path, timeout=timeout, **request) as answer, self._last(answer):
                if self._pin and not same_certificate(answer, self._pin):
                    raise NotTheOffice(trouble("certificate"), "certificate")
                if answer.status_code not in {200, 206}:
                    refusal(answer)
                yield answer
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            raise unreachable(problem) from problem
        except RuntimeError as problem:
            # What httpx says of a client that another thread has closed
            raise Unreachable(trouble("cut"), "cut") from problem

    @contextmanager
    def _last(self, answer: httpx.Response) -> Iterator[None]:
        """Another thread may have closed the client while this one connected: nobody else knows of that line then."""
        try:
            yield
        finally:
            if self._client.is_closed and (line := answer.extensions.get("network_stream")) is not None:
                line.close()


def whole_body(answer: httpx.Response, limit: int = MAX_BYTES) -> bytes:
    """The body as it came, not unpacked. Raises NotTheOffice beyond the limit."""
    body = bytearray()
    for part in answer.iter_raw(65_536):
        body += part
        if len(body) > limit:
            raise NotTheOffice(trouble("stranger"))
    return bytes(body)


_REFUSALS: dict[str, tuple[type[OfficeError], str]] = {
    "token": (NotAdmitted, "token"),
    "code": (NotAdmitted, "code"),
    "store": (NotAdmitted, "store"),
    "cursor": (CursorLost, "cursor"),
    "protocol": (NotTheOffice, "old_terminal"),
}


def refusal(answer: httpx.Response) -> NoReturn:
    """Raise what an answer other than 200 and 206 means. Without a Problem in it, it is not our office's."""
    status = answer.status_code
    try:
        problem = read(whole_body(answer, 65_536), Problem, encoding=answer.headers.get("Content-Encoding", ""))
    except (BadInput, NotTheOffice) as cause:
        if status in {502, 503, 504}:
            # A reverse proxy says in its own words that the office behind it is down
            raise OfficeBusy(trouble("busy"), 5) from cause
        if status == 404:
            raise NotTheOffice(trouble("stranger")) from cause
        if status >= 500:
            raise OfficeError(trouble("failed"), "failed") from cause
        raise NotTheOffice(trouble("stranger")) from cause
    if status in {429, 503}:
        raise OfficeBusy(trouble("busy"), max(1, min(problem.retry_after, 600)))
    kind, code = _REFUSALS.get(problem.code, (OfficeError, "failed"))
    raise kind(trouble(code), code) from RuntimeError(f"{status} {problem.code}: {problem.detail[:200]}")
