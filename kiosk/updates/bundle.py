"""Is this file an update of ours? RAUC says so by its signature (CMS, RFC 5652); it need not be root for that.

The signature of a bundle in RAUC's `verity` format covers its list of contents and the root of a hash tree over all of
it; the blocks themselves are checked against that tree while they are installed.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path

import msgspec

from kiosk.exc import Refused
from kiosk.updates.words import why
from kiosk.wire.updates import MAX_BUNDLE, is_newer, version_key

KEYRING = Path("/etc/rauc/keyring.pem")
SYSTEM = Path("/etc/rauc/system.conf")
RAUC = Path("/usr/bin/rauc")
_PACKED = b"hsqs"
_LOOK_S = 60
_CONF = "[system]\ncompatible=any\nbootloader=noop\n"
"""The machine's own would have RAUC make directories that are root's."""
_ENV = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


class BadBundle(Refused):
    """Not to be installed. code: of kiosk.updates.words."""

    def __init__(self, code: str) -> None:
        super().__init__(why(code))
        self.code = code


class Bundle(msgspec.Struct, frozen=True):
    """What a signed bundle says of itself."""

    compatible: str
    version: str


def machine(system: Path = SYSTEM) -> str:
    """What kind of machine this is, as bundles name it; "" where it was not set up from the image."""
    try:
        lines = system.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2].strip() for line in lines if line.startswith("compatible=")), "")


def updatable() -> bool:
    """Whether this machine was set up from an image, and can be updated as a whole."""
    return bool(machine())


def look_at(path: Path, *, keyring: Path = KEYRING) -> Bundle:
    """What is in a bundle whose signature is ours. Raises BadBundle. Reads its end only, however large it is."""
    try:
        with path.open("rb") as file:
            if file.read(4) != _PACKED:
                raise BadBundle("no_bundle")
        if path.stat().st_size > MAX_BUNDLE:
            raise BadBundle("no_bundle")
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as conf:
            conf.write(_CONF)
            conf.flush()
            told = subprocess.run(  # noqa: S603  (no shell; the file's name is an argument after all options)
                [
                    str(RAUC), f"--conf={conf.name}", "info", f"--keyring={keyring}", "--no-check-time",
                    "--output-format=json", str(path.absolute()),
                ],
                capture_output=True, timeout=_LOOK_S, check=False, env=_ENV,
            )  # fmt: skip
    except FileNotFoundError as problem:
        raise BadBundle("damaged" if not path.exists() else "no_installer") from problem
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise BadBundle("damaged") from problem
    if told.returncode:
        words = told.stderr.decode(errors="replace").lower()
        raise BadBundle("forged" if "signature verification failed" in words else "damaged")
    return read_told(told.stdout)


def read_told(output: bytes) -> Bundle:
    """RAUC's answer. Raises BadBundle for one that is not understood."""
    try:
        return msgspec.json.decode(output, type=Bundle)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadBundle("damaged") from problem


def check(path: Path, *, keyring: Path, machine: str, running: str, version: str = "") -> Bundle:
    """A bundle that is ours, for this machine, newer than what runs and, where that is said, of this version.

    Raises BadBundle.
    """
    found = look_at(path, keyring=keyring)
    if found.compatible != machine:
        raise BadBundle("machine" if machine else "no_installer")
    if not version_key(found.version) or (version and version_key(found.version) != version_key(version)):
        raise BadBundle("damaged")
    if not is_newer(found.version, running):
        raise BadBundle("older")
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
