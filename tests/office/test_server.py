"""The office behind real HTTPS: terminals join, push and pull; strangers and rubbish get an answer, never a fault."""

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exc import NotAdmitted
from kiosk.replicate.joining import Place, ask_in, fetch
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.membership import membership_of
from kiosk.replicate.replicator import Replicator
from kiosk.store.digests import table_digests
from kiosk.store.documents import CustomerSaved
from kiosk.store.store import Store
from kiosk.wire.messages import Push
from tests.office.conftest import Running, now, water


def join(running: Running, path: Path, terminal: str = "T1") -> Store:
    place = Place(path, None, now)
    fetch(place, ask_in(place, running.invitation("S01", terminal), terminal))
    return Store.open(path, clock=now)


def connect(store: Store) -> HttpOffice:
    membership = membership_of(store)
    assert membership is not None
    return HttpOffice(membership)


def client(running: Running, token: str = "") -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=running.address, verify=False, headers=headers, timeout=20)


def test_a_new_terminal_joins_gets_its_shop_and_sells_to_its_neighbour(running: Running, tmp_path: Path) -> None:
    one = join(running, tmp_path / "one.db")
    assert one.book.sql("SELECT id, price FROM product") == [("W1", 200)]
    one.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
    first = Replicator(one, clock=now)
    office = connect(one)
    first.push_all(office)
    assert one.journal.waiting() == 0
    two = join(running, tmp_path / "two.db", "T2")
    assert two.book.sql("SELECT name FROM customer") == [("陈",)]
    two.journal.append(CustomerSaved(id="C2", name="李"), actor="1")
    second, other = Replicator(two, clock=now), connect(two)
    second.push_all(other)
    for replicator, line in ((first, office), (second, other)):
        replicator.pull_all(line)
    assert table_digests(one.book) == table_digests(two.book)
    assert one.origin != two.origin
    for line in (office, other):
        line.close()
    for store in (one, two):
        store.close()


def test_a_change_at_the_office_wakes_who_waits_for_it(running: Running, tmp_path: Path) -> None:
    store = join(running, tmp_path / "one.db")
    replicator, office = Replicator(store, clock=now), connect(store)
    replicator.pull_all(office)

    def later() -> None:
        time.sleep(0.3)
        running.desk.store.journal.append(water(250), actor="admin")
        running.desk.store.close()  # this thread's connection

    thread = threading.Thread(target=later)
    thread.start()
    began = time.monotonic()
    assert replicator.pull_once(office, "catalogue", 20)
    assert time.monotonic() - began < 5
    thread.join()
    assert store.book.sql("SELECT price FROM product") == [(250,)]
    office.close()
    store.close()


def test_a_revoked_terminal_is_shut_out_at_once(running: Running, tmp_path: Path) -> None:
    store = join(running, tmp_path / "one.db")
    office = connect(store)
    Replicator(store, clock=now).handshake(office)
    running.desk.members.revoke(store.origin)
    with pytest.raises(NotAdmitted):
        office.push(Push(store.origin, "", []))
    office.close()
    store.close()


def test_a_snapshot_can_be_fetched_from_its_middle(running: Running, tmp_path: Path) -> None:
    store = join(running, tmp_path / "one.db")
    membership = membership_of(store)
    assert membership is not None
    with client(running, membership.token) as web:
        whole = web.get("/v1/snapshots/S01")
        rest = web.get("/v1/snapshots/S01", headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
        assert (whole.status_code, rest.status_code) == (200, 206)
        assert rest.content == whole.content[100:]
        assert web.get("/v1/snapshots/S02").status_code == 403
    store.close()


@pytest.mark.parametrize("path", ["/v1/feeds/catalogue", "/v1/snapshots/S01"])
def test_a_stranger_is_refused_in_our_words(running: Running, path: str) -> None:
    with client(running, "nobody") as web:
        answer = web.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "token")
        assert web.post("/v1/journal", content=b"{}").status_code == 401


def test_bodies_that_are_rubbish_too_large_or_bombs_are_refused_and_nothing_is_stored(
    running: Running, tmp_path: Path
) -> None:
    import zstandard

    store = join(running, tmp_path / "one.db")
    membership = membership_of(store)
    assert membership is not None
    bomb = zstandard.ZstdCompressor().compress(b" " * 60_000_000)
    cases = [
        (b"", {}, 400), (b"null", {}, 400), (b"[" * 100_000, {}, 400), (b"\xff\xfe", {}, 400),
        (b"{}", {"Content-Encoding": "zstd"}, 400), (bomb, {"Content-Encoding": "zstd"}, 400),
        (b"{}", {"Content-Encoding": "br"}, 400), (b" " * 9_000_000, {}, 413),
    ]  # fmt: skip
    with client(running, membership.token) as web:
        for body, headers, status in cases:
            answer = web.post("/v1/journal", content=body, headers=headers)
            assert answer.status_code == status, (body[:20], answer.text[:200])
            assert answer.json()["code"] in {"body", "size"}
    assert running.desk.store.journal.tip(store.origin) is None
    store.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), encoding=st.sampled_from(["", "zstd", "identity"]))
def test_any_body_gets_an_answer_of_ours(running: Running, body: bytes, encoding: str) -> None:
    with client(running) as web:
        answer = web.post("/v1/terminals", content=body, headers={"Content-Encoding": encoding} if encoding else {})
    assert answer.status_code in {400, 403, 429}
    assert set(answer.json()) == {"code", "detail", "retry_after"}


def test_the_endpoints_are_as_their_openapi_document_says(running: Running, tmp_path: Path) -> None:
    store = join(running, tmp_path / "one.db")
    membership = membership_of(store)
    assert membership is not None
    with client(running) as web:
        document = web.get("/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    headers = {"Authorization": f"Bearer {membership.token}"}
    for operation in (found.ok() for found in schema.get_all_operations()):
        every_answer_is_declared(running, operation, headers)
    store.close()


def every_answer_is_declared(running: Running, operation: Any, headers: dict[str, str]) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.query.pop("wait", None)
        with httpx.Client(base_url=running.address, verify=False, timeout=20) as web:
            kwargs = case.as_transport_kwargs(base_url=running.address)
            asked = {**(kwargs.get("headers") or {}), **headers}
            answer = web.request(
                kwargs["method"], kwargs["url"], headers=asked, params=kwargs.get("params"), json=kwargs.get("json")
            )
        declared = operation.definition.raw["responses"]
        assert str(answer.status_code) in declared, (case.method, case.path, answer.status_code, answer.text[:200])
        assert answer.status_code < 500 or answer.status_code == 503

    holds()
