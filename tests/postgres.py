"""A PostgreSQL server of one's own: Debian's binaries, a cluster in a new folder, reached by its socket alone."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.store.postgres import psycopg as driver

psycopg = driver()

CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Settings of a server whose power never fails."""


@dataclass
class Cluster:
    """A server that runs. folder: where its socket is."""

    folder: Path
    _names: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def make(self) -> str:
        """A new, empty database; its address."""
        name = f"db{next(self._names)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is connected to it."""
        name = url.removeprefix("postgresql://postgres@/").partition("?")[0]
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, sql: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.encode())


class Kept:
    """What is in a database now, to be put back after a test: many times as quick as a new database."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as connection:
            self._tables = self._find(connection)
            self._rows = {table: self._copy_out(connection, table) for table in self._tables}
            numbers = connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()
            self._numbers = [(name, last or 1, last is not None) for name, last in numbers]

    def put_back(self) -> bool:
        """False if the tables themselves are not what they were."""
        with psycopg.connect(self.url) as connection:
            if self._find(connection) != self._tables:
                return False
            connection.execute("; ".join(f'DELETE FROM "{table}"' for table in self._tables))
            for table, rows in self._rows.items():
                if rows:
                    with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(rows)
            for name, last, called in self._numbers:
                connection.execute("SELECT setval(%s, %s, %s)", (name, last, called))
        return True

    @staticmethod
    def _find(connection: Any) -> list[str]:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition "
            "AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        return [row[0] for row in rows]

    @staticmethod
    def _copy_out(connection: Any, table: str) -> bytes:
        with connection.cursor().copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as copy:
            return b"".join(bytes(part) for part in copy)


def binaries() -> Path:
    """Where Debian keeps the newest server it has installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    assert found, "PostgreSQL is not installed: apt-get install postgresql"
    return found[-1].parent


@contextmanager
def running(*settings: str) -> Iterator[Cluster]:
    """A server, until the block ends. settings: `name=value`, as in postgresql.conf."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
    # The server refuses to run as root
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data, tools = folder / "data", binaries()
    options = " ".join(f"-c {s}" for s in ("listen_addresses=", f"unix_socket_directories={folder}", *settings))
    try:
        _run(*as_user, str(tools / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        _run(*as_user, str(tools / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield Cluster(folder)
        finally:
            _run(*as_user, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str) -> None:
    # Not through a pipe: the server would hold it open for as long as it runs
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, check=False, cwd="/")
        said.seek(0)
        assert done.returncode == 0, said.read().decode()
