"""The office's own certificate, made at its first start: terminals trust exactly this one, by its fingerprint."""

from __future__ import annotations

import datetime
import ipaddress
import os
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALID = datetime.timedelta(days=20 * 365)


def ensure_certificate(directory: Path) -> tuple[Path, Path]:
    """The certificate's and the key's files (PEM), made if they are not there."""
    certificate, key = directory / "office.crt", directory / "office.key"
    if not (certificate.exists() and key.exists()):
        directory.mkdir(parents=True, exist_ok=True)
        _make(certificate, key)
    return certificate, key


def der(certificate: Path) -> bytes:
    """The certificate as it travels."""
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    return loaded.public_bytes(serialization.Encoding.DER)


def own_address() -> str:
    """This machine's address as the shop's network sees it; the loopback one where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: nobody's; a datagram socket sends nothing to connect
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _make(certificate: Path, key: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Zhanggui head office")])
    now = datetime.datetime.now(datetime.UTC)
    addresses = {"127.0.0.1", "::1", own_address()}
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName(socket.gethostname()[:63] or "office")]
    names += [x509.IPAddress(ipaddress.ip_address(a)) for a in sorted(addresses)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=400))  # a terminal's clock may be wrong
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
