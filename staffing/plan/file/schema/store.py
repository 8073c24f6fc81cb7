"""Where runs are kept besides their directories."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from staffing.plan.file.schema.words import Section, wrong
from staffing.tables.database_url import is_database


def _database(url: str) -> str:
    if not is_database(url) and "${" not in url:
        raise wrong("a database URL", 'such as "sqlite:///plans.db" or "postgresql://user@host/database"')
    return url


class StoreChoice(Section):
    url: Annotated[str, AfterValidator(_database)]
    name: Annotated[str, Field(min_length=1)] | None = None
