"""A store opened: which database, its transactions, and whether its schema is the one this version knows.

An empty database is given the schema by whoever writes first. An older schema is upgraded by whoever writes
where the database is a file of ours, and on request (`staffing store upgrade`) on a server, which others read
too. A newer one is refused. On SQLite a transaction that writes locks the file at its beginning, so two plans
take turns; what a killed one has begun is rolled back by whoever opens the file next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from staffing.errors import InputError, Problem
from staffing.store.schema import VERSION_TABLE
from staffing.tables.database_url import file_of, without_password
from staffing.tables.engine import engine_of, refused

MIGRATIONS = Path(__file__).parent / "migrations"
CONNECT_SECONDS = 10
BUSY_SECONDS = 60  # another plan may be writing to the same file
_CREATION = 5_387_120_933  # any number, the same for all who would create the schema on a server at once


@dataclass(frozen=True)
class Store:
    """A database that holds runs, by its URL, of which `name` is what messages may show."""

    engine: sa.Engine
    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """The URL without its password."""
        return without_password(self.url)

    @property
    def is_file(self) -> bool:
        """SQLite, which belongs to nobody but us."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction, on a store whose schema is this version's; call inside `faults`."""
        with self.engine.begin() as connection:
            self._prepare(connection, upgrades=self.is_file)
            yield connection

    def require_writable(self) -> None:
        """InputError where the store cannot be reached or written; its schema is made where there is none."""
        with self.faults(), self.writing():
            pass

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that changes nothing; InputError where nothing has been stored yet."""
        with self.faults(), self.engine.connect() as connection:
            version = self._version(connection)
            if version is None:
                raise InputError(Problem(self.name, "a store of runs", "staffing store push fills one"))
            self._require_newest(version)
            yield connection

    def upgrade(self) -> tuple[str | None, str]:
        """Make or upgrade the schema; its version before (None: there was none) and now."""
        with self.faults(), self.engine.begin() as connection:
            before = self._prepare(connection, upgrades=True)
        return before, _newest()

    def _prepare(self, connection: sa.Connection, *, upgrades: bool) -> str | None:
        """See that the schema is the newest; the version it had."""
        before = self._version(connection)
        if before is None and connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CREATION)))
            before = self._version(connection)  # another may have created it meanwhile
        if before is not None and not upgrades:
            self._require_newest(before)
        elif before != _newest():
            _migrate(connection)
        return before

    def _version(self, connection: sa.Connection) -> str | None:
        """The schema's; None where there is none. InputError where it is newer than this staffing knows."""
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        version = context.get_current_revision()
        if version is None or version in {script.revision for script in _scripts().walk_revisions()}:
            return version
        hint = "install the newest staffing here too; the store was left as it is"
        raise InputError(
            Problem(self.name, "a store of a schema that this version knows", hint, value=version)
        )

    def _require_newest(self, version: str) -> None:
        if version != _newest():
            hint = "upgrade it with: staffing store upgrade"
            raise InputError(Problem(self.name, f"a store of schema {_newest()}", hint, value=version))

    @contextmanager
    def faults(self) -> Iterator[None]:
        """What the database refuses is an InputError that says so."""
        try:
            yield
        except (sa.exc.SQLAlchemyError, CommandError) as fault:
            of_server = "check the URL, that the server runs, and the rights to it"
            is_file = file_of(self.url) is not None
            hint = "check the path, the space left, and the rights to it" if is_file else of_server
            raise refused(self.url, fault, hint) from None
        except UnicodeDecodeError as fault:  # what SQLite says of a damaged schema repeats its bytes
            raise refused(self.url, fault, "bring back a copy of the database") from None


@contextmanager
def open_store(url: str, *, to_write: bool) -> Iterator[Store]:
    """The store of that URL, not yet connected. A file that is not there is made only to be written."""
    file = file_of(url)
    if not to_write and file is not None and not Path(file).is_file():
        raise InputError(
            Problem(
                without_password(url), "an existing store", "check the path; staffing store push makes one"
            )
        )
    engine = engine_of(url, connect_timeout=CONNECT_SECONDS)
    if engine.dialect.name == "sqlite":
        _take_turns(engine, "BEGIN IMMEDIATE" if to_write else "BEGIN")
    try:
        yield Store(engine, url)
    finally:
        engine.dispose()


def _take_turns(engine: sa.Engine, begin_words: str) -> None:
    """SQLite by whole transactions, DDL included, which Python's module does not begin by itself."""

    @sa.event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin_words)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _newest() -> str:
    """The schema version that this version of staffing writes."""
    return _scripts().get_current_head() or ""


def _migrate(connection: sa.Connection) -> None:
    """All migrations that the database lacks, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, version_table=VERSION_TABLE)
    command.upgrade(config, "head")
