"""Where a plan's runs are stored, as a plan or a command line names it; needs no library."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.tables.database_url import without_password
from staffing.tables.extras import library


@dataclass(frozen=True)
class StorePlace:
    """A database URL, and the plan's name there; None: of all plans, or of the only one."""

    url: str
    plan: str | None = None

    def __str__(self) -> str:
        return without_password(self.url)

    def require_libraries(self) -> None:
        """InputError with the line to install them where one is missing."""
        library("sqlalchemy", str(self), "which talks to databases")
        library("alembic", str(self), "which keeps the schema of a store")
