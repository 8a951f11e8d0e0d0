"""Only our office is believed: not a portal, not a proxy, not another certificate, not half an answer."""

from __future__ import annotations

import datetime
import hashlib
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.exc import NotAdmitted, NotTheOffice, OfficeBusy, OfficeError, Unreachable
from kiosk.replicate.certificate import look_at_certificate
from kiosk.replicate.link import HttpOffice
from kiosk.replicate.office import Membership
from kiosk.wire.joining import fingerprint_of
from kiosk.wire.messages import Health, Problem, Push
from kiosk.wire.packing import pack
from tests.replicate.memory import MemoryOffice, Served

ASK = Push("ABCDEF", "", [])


def answer(status: int, body: bytes = b"", **headers: str) -> httpx.Response:
    """As it comes from the network: not read yet. Headers with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, stream=httpx.ByteStream(body))


def against(given_: httpx.Response) -> HttpOffice:
    return HttpOffice(Membership("http://office", "secret", ""), transport=httpx.MockTransport(lambda _request: given_))


@pytest.mark.parametrize(
    "strange",
    [
        answer(200, b"<html>Welcome to FreeWiFi</html>", Content_Type="text/html"),
        answer(302, Location="http://portal/"),
        answer(200, b'{"lineage": "L1", "now": 1'),
        answer(200, pack(Health("HQ", 1, "L", "1", 1))[:-3], Content_Encoding="zstd"),
        answer(200, b"x", Content_Encoding="br"),
        answer(200, b"0" * 9_000_000),
        answer(404, b"no such page"),
        answer(403, b'{"error": "proxy"}'),
    ],
)
def test_what_is_no_answer_of_ours_is_not_believed(strange: httpx.Response) -> None:
    with pytest.raises(NotTheOffice) as raised:
        against(strange).push(ASK)
    assert raised.value.code == "stranger"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=3).compress(b" " * 100_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(NotTheOffice):
        against(answer(200, bomb, Content_Encoding="zstd")).push(ASK)


@given(st.binary(max_size=300), st.sampled_from([200, 206, 204, 301, 400, 401, 500, 503]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_bytes_at_all_are_an_error_of_ours(body: bytes, status: int, packed: bool) -> None:
    with pytest.raises(OfficeError):
        against(answer(status, body, **({"Content_Encoding": "zstd"} if packed else {}))).push(ASK)


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(NotAdmitted, match="new code"):
        against(answer(401, pack(Problem("token", "gone")), Content_Encoding="zstd")).push(ASK)
    with pytest.raises(OfficeBusy) as raised:
        against(answer(429, pack(Problem("rate", "", 7)), Content_Encoding="zstd")).push(ASK)
    assert raised.value.retry_after == 7


def test_an_office_that_is_off_and_a_name_that_is_not_known_are_told_apart() -> None:
    with pytest.raises(Unreachable) as off:
        HttpOffice(Membership("http://127.0.0.1:9", "s", "")).health()
    assert off.value.code == "closed"
    with pytest.raises(Unreachable) as unknown:
        HttpOffice(Membership("http://no-such-office.invalid", "s", "")).health()
    assert unknown.value.code in {"name", "network"}


def certificate(path: Path, year: int = 2020) -> tuple[ssl.SSLContext, str]:
    """A server's context and its certificate, for a year that may be over."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office")])
    start = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    path.write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, pem.decode()


def test_exactly_one_certificate_is_trusted_whatever_the_year(tmp_path: Path, office: MemoryOffice) -> None:
    context, pem = certificate(tmp_path / "one.pem")
    other = certificate(tmp_path / "two.pem")[1]
    served = Served(office, context)
    try:
        mark = fingerprint_of(ssl.PEM_cert_to_DER_cert(pem))
        assert ssl.PEM_cert_to_DER_cert(look_at_certificate(served.address, mark)) == ssl.PEM_cert_to_DER_cert(pem)
        with closing(HttpOffice(Membership(served.address, "secret", pem))) as ours:
            assert ours.health().office == "HQ"
        misled = HttpOffice(Membership(served.address, "secret", other))
        with closing(misled), pytest.raises(NotTheOffice) as changed:
            misled.health()
        assert changed.value.code == "certificate"
        with pytest.raises(NotTheOffice):
            look_at_certificate(served.address, fingerprint_of(ssl.PEM_cert_to_DER_cert(other)))
    finally:
        served.close()


def test_a_copy_goes_on_where_it_stopped_and_is_checked(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    packed = zstandard.ZstdCompressor().compress(content)
    digest = hashlib.sha256(packed).hexdigest()
    asked: list[str] = []

    class CutOff(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield packed[:100]
            raise httpx.ReadError("the line broke")

    def office_answers(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Range", ""))
        headers = {"ETag": '"a"', "X-Snapshot-SHA256": digest}
        if not asked[-1]:
            return httpx.Response(200, headers=headers, stream=CutOff())
        start = int(asked[-1].removeprefix("bytes=").rstrip("-"))
        headers["Content-Range"] = f"bytes {start}-{len(packed) - 1}/{len(packed)}"
        return httpx.Response(206, headers=headers, stream=httpx.ByteStream(packed[start:]))

    office = HttpOffice(Membership("http://office", "secret", ""), transport=httpx.MockTransport(office_answers))
    into = tmp_path / "copy.db"
    with pytest.raises(Unreachable) as raised:
        office.snapshot("S01", into)
    assert raised.value.code == "cut"
    office.snapshot("S01", into)
    assert asked == ["", "bytes=100-"]
    assert into.read_bytes() == content
    assert list(tmp_path.iterdir()) == [into]


def test_a_copy_that_came_damaged_is_thrown_away(tmp_path: Path) -> None:
    damaged = answer(200, b"damaged", X_Snapshot_SHA256="00" * 32, ETag='"a"')
    with pytest.raises(OfficeError) as raised:
        against(damaged).snapshot("S01", tmp_path / "copy.db")
    assert raised.value.code == "snapshot"
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "copy.db.part").exists()


class ClosesWhileItConnects(httpx.HTTPTransport):
    """Another thread closes the client when a request is on its way; what came of the line."""

    office: HttpOffice
    line: socket.socket

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.office.close()
        answer = super().handle_request(request)
        self.line = answer.extensions["network_stream"].get_extra_info("socket")
        return answer


def test_a_client_that_is_closed_while_it_connects_leaves_no_line_open(office: MemoryOffice) -> None:
    served, transport = Served(office), ClosesWhileItConnects()
    try:
        transport.office = HttpOffice(Membership(served.address, "secret", "", "HQ"), transport=transport)
        assert transport.office.health().office == "HQ"
        assert transport.line.fileno() == -1
    finally:
        served.close()
