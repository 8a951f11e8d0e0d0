"""What tests of several rooms share: a PostgreSQL server, started for the first test that asks for it."""

from collections.abc import Iterator

import pytest

from tests.postgres import CARELESS, Cluster, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running(*CARELESS) as found:
        yield found
