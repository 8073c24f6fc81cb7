"""Reading what centres export: one file per format, listed here; then one road for all of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from staffing.history.reading.choices import Reading
    from staffing.history.reading.layout import Match
    from staffing.records.history import History
    from staffing.tables.rows import Row, Rows

AUTO = "auto"


class Format(Protocol):
    """What a format's module offers as `FORMAT`."""

    @property
    def name(self) -> str:
        """As in the plan and on the command line."""

    @property
    def title(self) -> str:
        """Which export of which system."""

    @property
    def quirks(self) -> tuple[str, ...]:
        """What to know of its numbers."""

    @property
    def assumed(self) -> str:
        """What public documents leave open, and how it is read here."""

    def columns(self) -> list[tuple[str, str]]:
        """Each column and what it means."""

    def match(self, head: Sequence[Row]) -> Match | None:
        """Why a file that begins so is of this format; None where it is not."""

    def read(self, rows: Rows, reading: Reading) -> History:
        """The file's rows at the file's own interval; raises InputError naming every bad cell."""


# name as in the plan and on the command line → module
FORMATS: dict[str, str] = {
    "staffing": "staffing.history.formats.house",
    "genesys": "staffing.history.formats.genesys",
    "amazon-connect": "staffing.history.formats.amazon_connect",
    "cisco-ucce": "staffing.history.formats.cisco_ucce",
    "cisco-uccx": "staffing.history.formats.cisco_uccx",
    "avaya-cms": "staffing.history.formats.avaya_cms",
    "nice-iex": "staffing.history.formats.nice_iex",
    "calabrio": "staffing.history.formats.calabrio",
    "five9": "staffing.history.formats.five9",
    "talkdesk": "staffing.history.formats.talkdesk",
    "zendesk": "staffing.history.formats.zendesk",
    "verint": "staffing.history.formats.verint",
    "asterisk": "staffing.history.formats.asterisk",
    "calls": "staffing.history.formats.calls",
    "daily": "staffing.history.formats.daily",
    "columns": "staffing.history.formats.columns",
}


def format_named(name: str) -> Format:
    """The format of that name; imported on first use so that listing them costs nothing."""
    return cast(Format, importlib.import_module(FORMATS[name]).FORMAT)
