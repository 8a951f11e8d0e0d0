"""A chain of real programs on this machine trades, some of them are killed, and in the end all agree."""

import pytest

from kiosk.chain.chain import run_chain


def test_a_chain_trades_and_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_chain(terminals=2, seconds=4) == 0
    assert "nothing is lost" in capsys.readouterr().out


@pytest.mark.system
def test_a_chain_whose_programs_are_killed_agrees_as_well() -> None:
    assert run_chain(terminals=4, seconds=60, faults=True, seed=7) == 0
