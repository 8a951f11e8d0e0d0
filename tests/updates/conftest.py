"""A maker's key and a stranger's, and bundles that the real RAUC made with them."""

from __future__ import annotations

import datetime
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

MACHINE = "zhanggui-virtual-amd64"
RAUC = Path("/usr/bin/rauc")
BEGAN = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


class Maker:
    """Somebody with a key of his own."""

    def __init__(self, directory: Path, name: str) -> None:
        self.directory = directory / name
        self.directory.mkdir()
        self.cert, self._key = self.directory / "cert.pem", self.directory / "key.pem"
        key = rsa.generate_private_key(65537, 2048)
        who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signed = (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(who)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(BEGAN)
            .not_valid_after(BEGAN + datetime.timedelta(days=36_500))
            .sign(key, hashes.SHA256())
        )
        self.cert.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
        self._key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def bundle(self, version: str, machine: str = MACHINE) -> Path:
        """A signed update."""
        inside, made = self.directory / "inside", self.directory / f"{version}-{machine}.raucb"
        if made.exists():
            return made
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        (inside / "root.img").write_bytes(random.Random(1).randbytes(100_000))
        (inside / "manifest.raucm").write_text(
            f"[update]\ncompatible={machine}\nversion={version}\n\n[bundle]\nformat=verity\n\n"
            "[image.rootfs]\nfilename=root.img\n"
        )
        subprocess.run(
            [str(RAUC), f"--cert={self.cert}", f"--key={self._key}", "bundle", str(inside), str(made)],
            check=True, capture_output=True,
        )  # fmt: skip
        return made


@pytest.fixture(scope="session")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return _maker(tmp_path_factory, "maker")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return _maker(tmp_path_factory, "stranger")


def _maker(factory: pytest.TempPathFactory, name: str) -> Maker:
    if not (RAUC.exists() and shutil.which("mksquashfs")):
        pytest.skip("RAUC and squashfs-tools are not installed")
    return Maker(factory.mktemp("keys"), name)
