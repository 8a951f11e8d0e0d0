"""The store: one database, and everything that can be asked of it. Used by one thread; another may search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import peewee

from kiosk import __version__
from kiosk.disk import put_in_place
from kiosk.exc import StoreDamaged, StoreLost, StoreUnwritable
from kiosk.i18n import M
from kiosk.store import schema
from kiosk.store.audit import Audit
from kiosk.store.baskets import Baskets
from kiosk.store.below import Below
from kiosk.store.catalogue import Catalogue
from kiosk.store.checkpoints import NET_PAGES, Checkpoints
from kiosk.store.cursors import Cursors
from kiosk.store.database import BUSY_S, SqliteFile, make_database, open_database, remove_database
from kiosk.store.drafts import Drafts
from kiosk.store.entry import new_origin
from kiosk.store.feeds import Feeds
from kiosk.store.journal import Journal
from kiosk.store.people import People
from kiosk.store.postgres import PostgresServer, is_server, open_server
from kiosk.store.prints import Prints
from kiosk.store.queries import Book
from kiosk.store.rooms import Rooms
from kiosk.store.sales import Sales
from kiosk.store.settings import Settings
from kiosk.store.shifts import Shifts
from kiosk.store.stock import Stock

Clock = Callable[[], int]


class Store(Rooms):
    """A terminal's store, open. store_id: its shop; origin: its own journal; lineage: this database's history."""

    def __init__(self, db: peewee.Database, *, clock: Clock) -> None:
        book = Book(db)
        self.book = book
        facts = {name: schema.meta(book, name) for name in ("store_id", "origin", "lineage", "terminal")}
        if not all(facts.values()):
            raise StoreDamaged(M("The database does not say whose it is. Restore the last backup."))
        self.store_id = book.home = str(facts["store_id"])
        self.origin = str(facts["origin"])
        self.lineage = str(facts["lineage"])
        self.terminal = str(facts["terminal"])
        self.clock = clock
        self.prints = Prints(book, clock)
        self.drafts = Drafts(book)
        self.baskets = Baskets(book, self.store_id)
        self.journal = Journal(book, self.store_id, self.origin, clock, self.prints, self.baskets)
        self.feeds = Feeds(book)
        self.cursors = Cursors(book, self.journal)
        self.catalogue = Catalogue(book, self.journal, self.store_id, self.origin)
        self.people = People(book, self.origin, clock)
        self.sales = Sales(book, self.journal, self.catalogue, self.people, self.store_id)
        self.shifts = Shifts(book, self.store_id)
        self.stock = Stock(book, self.store_id)
        self.below = Below(book, self.store_id)
        self.audit = Audit(book, self.store_id)
        self.settings = Settings(book, self.journal, self.store_id)

    @staticmethod
    def exists(path: Path | str) -> bool:
        """Whether a file is there, or a shop on a server. Raises StoreUnwritable where the server lets nobody in."""
        if not is_server(path):
            return Path(path).exists()
        server = open_server(str(path))
        try:
            return bool(server.table_exists("meta"))
        finally:
            server.close()

    @classmethod
    def open(cls, path: Path | str, key: bytes | None = None, *, clock: Clock, busy_s: float = BUSY_S) -> Store:
        """Open the database at `path`, a file or a server's address, brought to this version. Never makes one.

        Raises StoreMissing, StoreDamaged, StoreUnwritable, each saying what to do.
        """
        if is_server(path):
            db: SqliteFile | PostgresServer = open_server(str(path))
        else:
            db = open_database(Path(path), key=key, busy_s=busy_s)
        try:
            schema.migrate(Book(db))
            store = cls(db, clock=clock)
            store.post_what_is_known_now()
        except BaseException:
            db.close()
            raise
        return store

    @classmethod
    def create(
        cls, path: Path | str, store_id: str, terminal: str = "T1", key: bytes | None = None, *, clock: Clock
    ) -> Store:
        """Make a new database, with an origin of its own, and open it. Raises StoreUnwritable where one is already.

        On a server the database itself is there, empty: making one there is its administrator's right.
        """
        if is_server(path):
            server = open_server(str(path))
            try:
                if server.table_exists("meta"):
                    raise StoreUnwritable(M("{file} is there already; it is not overwritten.", file=server.name))
                _fill(Book(server), store_id, terminal, clock())
            finally:
                server.close()
            return cls.open(path, clock=clock)
        path = Path(path)
        if path.exists():
            raise StoreUnwritable(M("{file} is there already; it is not overwritten.", file=path.name))
        making = path.with_name(path.name + ".new")
        remove_database(making)
        db = make_database(making, key=key)
        try:
            _fill(Book(db), store_id, terminal, clock())
        finally:
            db.close()
        # Under its name it is there whole, or not at all
        put_in_place(making, path)
        return cls.open(path, key, clock=clock)

    def post_what_is_known_now(self) -> None:
        """After an update: entries of kinds that the program before did not know are posted."""
        if schema.meta(self.book, "posted_by") != __version__:
            with self.book.transaction():
                self.journal.retry_quarantine()
                schema.set_meta(self.book, "posted_by", __version__)

    @property
    def place(self) -> Path | str:
        """Where it is: what `open` takes."""
        db = self.book.db
        return db.url if isinstance(db, PostgresServer) else Path(str(db.database))

    @property
    def path(self) -> Path:
        """Of the database file. On a server there is none."""
        place = self.place
        assert isinstance(place, Path), "on a server"
        return place

    @property
    def schema_version(self) -> int:
        """Of the tables."""
        return schema.version(self.book)

    def write_lightly(self) -> None:
        """Commits of this connection do not wait for the disk: after a power cut the last may be gone, whole. For who
        can have again what he wrote. Another connection's next commit that does wait keeps these as well.
        """
        self.book.sql("PRAGMA synchronous = normal")
        if isinstance(self.book.db, SqliteFile):
            self.book.db.rescues = False

    def leave_checkpoints(self) -> None:
        """No commit of this connection copies the WAL back: `checkpoints` runs beside."""
        self.book.sql(f"PRAGMA wal_autocheckpoint = {NET_PAGES}")

    def checkpoints(self) -> Checkpoints:
        """What copies this file's WAL back, to be started."""
        db = self.book.db
        assert isinstance(db, SqliteFile), "on a server"
        return Checkpoints(self.path, db.key)

    def changes(self) -> int:
        """A figure that is another one once another connection has committed. Read from memory, without a lock."""
        return int(self.book.sql("PRAGMA data_version")[0][0])

    def in_place(self) -> bool:
        """Whether the database that is open here is still the one that has its name."""
        db = self.book.db
        return not isinstance(db, SqliteFile) or db.in_place()

    def close(self) -> None:
        """Close it; what was written is in the file. May be called again.

        Raises StoreLost, and does not close, if the file was taken away meanwhile and can't be copied out.
        """
        db = self.book.db
        if db.is_closed():
            return
        if isinstance(db, SqliteFile):
            try:
                db.check_place()
            except StoreLost:
                if db.rescued is None and db.rescues:
                    raise
        db.close()


def _fill(book: Book, store_id: str, terminal: str, at: int) -> None:
    with book.transaction():
        schema.create(book)
        for name, value in (
            ("store_id", store_id), ("origin", new_origin()), ("lineage", new_origin()), ("terminal", terminal),
            ("created_at", str(at)),
        ):  # fmt: skip
            schema.set_meta(book, name, value)
