"""A chain of real programs on this machine trades, some of them are killed, and in the end all agree."""

import pytest

from kiosk.chain.chain import run_chain
from tests.postgres import Cluster


def test_a_chain_trades_and_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_chain(terminals=2, seconds=8) == 0
    assert "nothing is lost" in capsys.readouterr().out


def test_a_chain_whose_office_is_on_postgresql_agrees(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_chain(terminals=1, seconds=8, database=cluster.make()) == 0
    assert "nothing is lost" in capsys.readouterr().out


@pytest.mark.system
def test_a_chain_whose_programs_are_killed_agrees_as_well() -> None:
    assert run_chain(terminals=4, seconds=60, faults=True, seed=7) == 0
