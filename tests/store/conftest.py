"""Stores to write to: an SQLite file, and a database of a PostgreSQL server that the tests start."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from staffing.tables.engine import engine_of
from tests.tables import postgresql

DATABASES = ("sqlite", "postgresql")
NUMBERS = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server of our own."""
    if not postgresql.available():
        pytest.skip("no PostgreSQL server is installed")
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'plans.db'}"
    return fresh(request.getfixturevalue("server"))


@pytest.fixture
def server_url(server: str) -> str:
    """An empty database of the server."""
    return fresh(server)


def fresh(server: str) -> str:
    """The URL of a new database on the server."""
    name = f"store_{next(NUMBERS)}"
    engine = engine_of(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
