"""Libraries that not everybody needs: imported when used, with a clear word on how to install them."""

from __future__ import annotations

import importlib
from typing import Any

from staffing.errors import InputError, Problem, install_line

# module → the extra of this package that brings it
EXTRAS = {
    "python_calamine": "excel",
    "xlsxwriter": "excel",
    "icalendar": "ics",
    "sqlalchemy": "sql",
    "alembic": "sql",
    "psycopg": "sql",
    "pymysql": "sql",
    "duckdb": "duckdb",
    "zstandard": "zstd",
}


def library(module: str, file: str, purpose: str) -> Any:
    """The module; InputError with the exact install line where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        hint = f"run: {install_line(EXTRAS[module])}"
        raise InputError(Problem(file, f"the library {module}, {purpose}", hint)) from None
