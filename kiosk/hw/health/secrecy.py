"""Whether the card is encrypted, where its installer wanted that: only a new one can be (docs/deploy/encryption.md)."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.findings import Finding
from kiosk.hw.health.host import Host
from kiosk.i18n import M

WISH = "encrypt"
"""A file beside kiosk.toml."""
OPENED = "kiosk-data"
"""What the opened partition is called."""


def check(host: Host, config: Config) -> Iterator[Finding]:
    """Nothing to say where nobody wanted it."""
    del config
    if (host.dev / "mapper" / OPENED).exists():
        yield Finding("secrecy", "ok", M("The card is encrypted."))
    elif (host.setup / WISH).exists():
        said = M("The card is not encrypted, though the file “encrypt” asks for it: it was in use already.")
        how = M("Write a new card, with that file on it from the beginning; or delete the file.")
        yield Finding("secrecy", "warning", said, how)
