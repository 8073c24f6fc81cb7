"""Reading what centres export: one file per format, listed here; then one road for all of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from staffing.history.layout import Match
    from staffing.history.reading import Reading
    from staffing.records import History
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
    "staffing": "staffing.history.staffing",
    "genesys": "staffing.history.genesys",
    "amazon-connect": "staffing.history.amazon_connect",
    "cisco-ucce": "staffing.history.cisco_ucce",
    "cisco-uccx": "staffing.history.cisco_uccx",
    "avaya-cms": "staffing.history.avaya_cms",
    "nice-iex": "staffing.history.nice_iex",
    "calabrio": "staffing.history.calabrio",
    "five9": "staffing.history.five9",
    "talkdesk": "staffing.history.talkdesk",
    "zendesk": "staffing.history.zendesk",
    "verint": "staffing.history.verint",
    "asterisk": "staffing.history.asterisk",
    "calls": "staffing.history.calls",
    "daily": "staffing.history.daily",
    "columns": "staffing.history.columns",
}


def format_named(name: str) -> Format:
    """The format of that name; imported on first use so that listing them costs nothing."""
    return cast(Format, importlib.import_module(FORMATS[name]).FORMAT)
