"""Asterisk `queue_log`: events put together into calls, and added up into intervals while they stream.

docs.asterisk.org/Operation/Logging/Queue-Logs: `epoch|callid|queue|agent|event|parameters…`. Only calls
under way are held. A call counts in the interval in which it entered the queue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS, Match
from staffing.history.reading.tally import ABANDONED, ANSWERED, LEFT, Calls, Tally
from staffing.records.history import History
from staffing.tables.cells import Problems
from staffing.tables.rows import Row, Rows

BATCH_CALLS = 1 << 15
# event → (outcome, which parameter is the wait, which the talk time; -1: none), counted from 0
ENDINGS = {
    "ABANDON": (ABANDONED, 2, -1),
    "COMPLETEAGENT": (ANSWERED, 0, 1),
    "COMPLETECALLER": (ANSWERED, 0, 1),
    "TRANSFER": (ANSWERED, 2, 3),
    "BLINDTRANSFER": (ANSWERED, 2, 3),
    "EXITWITHTIMEOUT": (LEFT, 2, -1),
    "EXITEMPTY": (LEFT, 2, -1),
    "EXITWITHKEY": (LEFT, 3, -1),
}
_FIELDS = (
    ("epoch", "interval_start: seconds since 1970, UTC"),
    ("callid", "puts the events of a call together"),
    ("queue", "queue"),
    ("agent", ""),
    (
        "event",
        "ENTERQUEUE: offered; COMPLETE…, …TRANSFER: answered; ABANDON: abandoned; EXIT…: left otherwise",
    ),
    ("parameters", "wait_seconds, abandon_wait_seconds; talk time as aht_seconds"),
)
Ended = tuple[int, str, int, float, float]


class AsteriskFormat:
    """Told by its bars, an epoch in front and an event in the fifth field."""

    name = "asterisk"
    title = "Asterisk queue_log: events, added up into intervals"
    quirks = (
        "Asterisk knows no after-call work: handle time is talk time",
        "callers who leave the queue by key, timeout or because it is empty are offered, not abandoned",
        "calls that have not ended with the file are left out",
    )
    assumed = ""

    def columns(self) -> list[tuple[str, str]]:
        """The fields of a line."""
        return [(name, meaning) for name, meaning in _FIELDS if meaning]

    def match(self, head: Sequence[Row]) -> Match | None:
        """The first line is an event already."""
        cells = head[0][1] if head else []
        told = len(cells) >= 5 and cells[0].isdecimal() and len(cells[0]) >= 9 and cells[4].isupper()
        return Match("lines of epoch|callid|queue|agent|EVENT") if told else None

    def read(self, rows: Rows, reading: Reading) -> History:
        """The calls added up at the interval asked for."""
        if self.match(rows.head(HEAD_ROWS)) is None:
            hint = "point to /var/log/asterisk/queue_log"
            raise InputError(Problem(rows.name, "lines of epoch|callid|queue|agent|event", hint, 1))
        problems = Problems(rows.name)
        under_way: dict[tuple[str, str], int] = {}
        tally = Tally(reading)
        queues: dict[str, int] = {}
        batch: list[Ended] = []
        for call in _calls(rows, under_way, problems):
            batch.append(call)
            if len(batch) == BATCH_CALLS:
                tally.add(_as_columns(batch, queues))
                batch = []
        problems.raise_if_any()
        if batch:
            tally.add(_as_columns(batch, queues))
        if not queues:
            hint = "is it the whole queue_log?"
            raise InputError(Problem(rows.name, "calls that enter a queue and end", hint))
        left = f"{rows.name}: {len(under_way)} calls had not ended when the file ends and are left out"
        return tally.history(tuple(queues), (left,) if under_way else ())


def _calls(rows: Rows, under_way: dict[tuple[str, str], int], problems: Problems) -> Iterator[Ended]:
    """Calls as they end; what has entered and not ended stays in `under_way`."""
    for line, cells in rows:
        if len(cells) < 5 or not cells[0].isdecimal() or "\0" in cells[2]:
            hint = "the log is damaged here: remove the line"
            found = "|".join(cells)
            problems.add(line, None, found, "epoch|callid|queue|agent|event", hint)
            continue
        key, event = (cells[1], cells[2]), cells[4]
        if event == "ENTERQUEUE":
            under_way[key] = int(cells[0])
        elif event in ENDINGS and key in under_way:
            outcome, wait, talk = ENDINGS[event]
            entered = under_way.pop(key)
            waited = _seconds(cells, wait, line, problems)
            yield entered, cells[2], outcome, waited, _seconds(cells, talk, line, problems)


def _seconds(cells: Sequence[str], parameter: int, line: int, problems: Problems) -> float:
    """A parameter of an event; unknown where it has none, as old releases write."""
    place = 5 + parameter
    if parameter < 0 or place >= len(cells) or not cells[place].strip():
        return np.nan
    if cells[place].strip().isdecimal():
        return float(cells[place])
    problems.add(line, cells[4], cells[place], "seconds", "the log is damaged here: remove the line")
    return np.nan


def _as_columns(batch: Sequence[Ended], queues: dict[str, int]) -> Calls:
    entered, names, outcome, wait, talk = zip(*batch, strict=True)
    return Calls(
        np.array(entered, dtype=np.int64),
        np.array([queues.setdefault(name, len(queues)) for name in names]),
        np.array(outcome),
        np.array(wait),
        np.array(talk),
    )


FORMAT = AsteriskFormat()
