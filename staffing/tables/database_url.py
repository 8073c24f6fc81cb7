"""Database URLs, as texts: what is one, which file it means, and how messages may show it."""

from __future__ import annotations

import re
from pathlib import Path


def is_database(source: str | Path) -> bool:
    """True for a database URL such as `postgresql://user@host/db`."""
    return "://" in str(source)


def without_password(url: str) -> str:
    """The URL as messages may show it."""
    # A password may hold an @ itself: all up to the last one before the path is masked.
    url = re.sub(r"(://[^:/@]*):(?:[^/]*@|[^@]*@)", r"\1:***@", url)
    return re.sub(r"(?i)([?&](?:ssl)?(?:password|passwd|pwd)=)[^&#\s]*", r"\1***", url)


def file_of(url: str) -> str | None:
    """The file of a `sqlite:///` or `duckdb:///` URL, None for a server."""
    match = re.fullmatch(r"(?:sqlite|duckdb):///(.+)", url)
    return match[1] if match else None
