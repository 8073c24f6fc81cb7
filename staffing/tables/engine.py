"""SQLAlchemy's engine of a database URL, with the driver that the `sql` extra brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from staffing.errors import InputError, Problem
from staffing.tables.database_url import without_password, without_secrets
from staffing.tables.extras import library

if TYPE_CHECKING:
    from sqlalchemy import Engine

_DRIVERS = {
    "postgresql": ("postgresql+psycopg", "psycopg"),
    "postgres": ("postgresql+psycopg", "psycopg"),
    "mysql": ("mysql+pymysql", "pymysql"),
}


def engine_of(url: str, **connecting: Any) -> Engine:
    """The engine, not yet connected; InputError where the driver is missing, or the URL is none.

    `connecting` are options of the drivers named here, for a URL that does not give them itself.
    """
    name = without_password(url)
    sqlalchemy = library("sqlalchemy", name, "which talks to databases")
    scheme, _, rest = url.partition("://")
    options: dict[str, Any] = {}
    if scheme in _DRIVERS:
        scheme, driver = _DRIVERS[scheme]
        library(driver, name, "the database's driver")
        options = {key: value for key, value in connecting.items() if f"{key}=" not in rest}
    if scheme == "postgresql+psycopg":  # a server without an encoding of its own would answer in bytes
        options["client_encoding"] = "utf8"
    try:
        engine: Engine = sqlalchemy.create_engine(f"{scheme}://{rest}", connect_args=options)
    except (sqlalchemy.exc.SQLAlchemyError, ImportError, ValueError) as fault:
        raise refused(url, fault, "check the URL") from None
    return engine


def refused(url: str, fault: Exception, hint: str = "check the URL and the query") -> InputError:
    """What a database said, in one line and without any secret of its URL."""
    reason = without_secrets((str(fault).strip() or type(fault).__name__).splitlines()[0], url)
    return InputError(Problem(without_password(url), f"an answer ({reason})", hint))
