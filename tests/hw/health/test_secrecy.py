"""A card that was meant to be encrypted and is not is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.hw.health import Host, secrecy


@pytest.mark.parametrize(
    ("wished", "opened", "severities"),
    [(False, False, []), (True, False, ["warning"]), (True, True, ["ok"]), (False, True, ["ok"])],
)
def test_a_card_is_as_it_was_wished(tmp_path: Path, wished: bool, opened: bool, severities: list[str]) -> None:
    (tmp_path / "mapper").mkdir()
    if wished:
        (tmp_path / "encrypt").touch()
    if opened:
        (tmp_path / "mapper" / "kiosk-data").touch()
    host = Host(tmp_path, dev=tmp_path, setup=tmp_path)
    assert [found.severity for found in secrecy.check(host, Config())] == severities
