"""Where a plan's runs are stored, as a plan or a command line names it; needs no library."""

from __future__ import annotations

import re
from dataclasses import dataclass

from staffing.errors import InputError, Problem
from staffing.tables.database_url import without_password
from staffing.tables.extras import library

_IN_MEMORY = re.compile(r"sqlite(\+\w+)?://(/(:memory:)?)?(\?.*)?")


@dataclass(frozen=True)
class StorePlace:
    """A database URL, and the plan's name there; None: of all plans, or of the only one."""

    url: str
    plan: str | None = None

    def __str__(self) -> str:
        return without_password(self.url)

    def require_usable(self) -> None:
        """InputError where it would keep nothing or is no database known here, or a library is missing."""
        if _IN_MEMORY.fullmatch(self.url):
            hint = "name a file: sqlite:///plans.db"
            raise InputError(Problem(str(self), "a database that outlives the command", hint))
        library("sqlalchemy", str(self), "which talks to databases")
        library("alembic", str(self), "which keeps the schema of a store")
        from staffing.tables.engine import engine_of

        engine_of(self.url).dispose()
