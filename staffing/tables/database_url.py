"""Database URLs, as texts: what is one, which file it means, and how messages may show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, unquote_plus

# As SQLAlchemy reads it the user ends at the first colon and may hold an @; a password may hold an @, a slash
# or a question mark. What stands before the last @ is therefore no host for sure, and is not shown. A slash
# or a colon too few makes a URL a path, which messages show: it hides its password, too.
_USER = re.compile(r"([A-Za-z][\w+.-]*:/{1,3}[^:/]*):(.*)@", re.DOTALL)
_NO_URL = re.compile(r"((?:[A-Za-z][\w+.-]*(?::|//+))?[^:/@\s]+):(?![/\\])(.*)@", re.DOTALL)
_OPTION = re.compile(r"([?&;])([^=&;]*)=([^&]*)", re.DOTALL)
_OPEN_OPTIONS = frozenset({"host", "port", "sslmode", "charset", "client_encoding", "mode"})
_URL = re.compile(r"[A-Za-z][\w+.-]*:/{1,3}\S+")
_SETTING = re.compile(
    r"(?i)\b(\w*(?:password|passwd|pwd|passphrase|token|secret)\s*=\s*)('[^']*'|\"[^\"]*\"|[^\s;&'\"]+)"
)
_HIDDEN = "***"
_LEAST_SECRET = 3  # characters: shorter ones are found in any text


def is_database(source: str | Path) -> bool:
    """True for a database URL such as `postgresql://user@host/db`."""
    return "://" in str(source)


def without_password(url: str) -> str:
    """The URL as others may see it: without its password, and of its options only the harmless ones."""
    if ":/" not in url:
        return _NO_URL.sub(rf"\1:{_HIDDEN}@", url) if "@" in url else url
    shown = _USER.sub(rf"\1:{_HIDDEN}@", url)
    if not re.match(r"[A-Za-z][\w+.-]*:/", shown):
        return shown
    start = shown.find("?")
    return shown if start < 0 else shown[:start] + _OPTION.sub(_shown_option, shown[start:])


def without_passwords(text: str) -> str:
    """A text such as a message, in which URLs and `password=…` show no secret."""
    if "@" not in text and "=" not in text:
        return text
    return _SETTING.sub(rf"\1{_HIDDEN}", _URL.sub(lambda found: without_password(found[0]), text))


def without_secrets(text: str, url: str) -> str:
    """What a driver says about a URL, without any secret of it in whatever spelling."""
    for secret in sorted(_secrets(url), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    return without_passwords(text)


def file_of(url: str) -> str | None:
    """The file of a `sqlite:///` or `duckdb:///` URL, None for a server."""
    match = re.fullmatch(r"(?:sqlite|duckdb):///(.+)", url)
    return match[1] if match else None


def _shown_option(found: re.Match[str]) -> str:
    value = found[3] if found[2].lower() in _OPEN_OPTIONS else _HIDDEN
    return f"{found[1]}{found[2]}={value}"


def _secrets(url: str) -> set[str]:
    """The password and the values of options, as they stand and as they are meant."""
    user, options = _USER.match(url), url.partition("?")[2]
    found = [user[2]] if user else []
    found += [
        option[3] for option in _OPTION.finditer(f"?{options}") if option[2].lower() not in _OPEN_OPTIONS
    ]
    return {text for secret in found for text in _spellings(secret) if len(text) >= _LEAST_SECRET}


def _spellings(secret: str) -> Iterator[str]:
    """As it stands, decoded, and the values of a connection string within it."""
    yield secret
    yield unquote(secret)
    for part in unquote_plus(secret).split(";"):
        name, equals, value = part.partition("=")
        if equals and re.search(r"(?i)pass|pwd|token|secret|key", name):
            yield value
