"""Asterisk `queue_log`: events put together into calls, and added up into intervals while they stream.

docs.asterisk.org/Operation/Logging/Queue-Logs: `epoch|callid|queue|agent|event|parameters…`. Only calls
under way are held. A call counts in the interval in which it entered the queue.

An attended transfer is logged under the call by which the agent asked around, and when that call waited in
another queue, the caller takes its place there under the first call's id. So calls are found by their id,
else by the agent who spoke with them, else by the moment at which they entered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS, Match
from staffing.history.reading.stated_offsets import DAYS_OF_UTC
from staffing.history.reading.tally import ABANDONED, ANSWERED, LEFT, Calls, Tally
from staffing.records.history import History
from staffing.tables.cells import Problems
from staffing.tables.rows import Row, Rows
from staffing.wording import counted

BATCH_CALLS = 1 << 15
# event → (outcome, which parameter is the wait, which the talk time), counted from 0, below 0 from the end
ENDINGS: dict[str, tuple[int, int, int | None]] = {
    "ABANDON": (ABANDONED, 2, None),
    "COMPLETEAGENT": (ANSWERED, 0, 1),
    "COMPLETECALLER": (ANSWERED, 0, 1),
    "TRANSFER": (ANSWERED, 2, 3),
    "BLINDTRANSFER": (ANSWERED, 2, 3),
    "ATTENDEDTRANSFER": (ANSWERED, -3, -2),  # how it was done stands before, in one to three parameters
    "EXITWITHTIMEOUT": (LEFT, 2, None),
    "EXITEMPTY": (LEFT, 2, None),
    "EXITWITHKEY": (LEFT, 3, None),
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
Key = tuple[str, str]  # of a call: its id and the queue


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
        under_way = UnderWay()
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
        open_calls = counted(len(under_way.entered), "call")
        left = f"{rows.name}: {open_calls} not ended when the file ends, and left out"
        notes = () if reading.is_zone_said else (f"{rows.name}: {DAYS_OF_UTC}",)
        history = tally.history(tuple(queues), (*notes, left) if under_way.entered else notes)
        return replace(history, left_out=len(under_way.entered))


@dataclass
class UnderWay:
    """The calls that have entered a queue and not ended, with the second of entry."""

    entered: dict[Key, int] = field(default_factory=dict)
    spoken: dict[Key, Key] = field(default_factory=dict)  # agent and queue → the call
    stands_for: dict[str, str] = field(default_factory=dict)  # id of a caller → that of the call asked by

    def connect(self, key: Key, agent: str) -> None:
        """An agent of the queue speaks with the call."""
        self.spoken[agent, key[1]] = key

    def ended(self, key: Key, event: str, agent: str, began: float) -> int | None:
        """When the call that this event ends had entered, which is forgotten; None where it is not known.

        `began` is the second of entry by the event's own wait and talk time, NaN where it lacks them.
        """
        queue = key[1]
        found = self._same(key)
        if found is None and event == "ATTENDEDTRANSFER":
            found = self.spoken.get((agent, queue))
            if found is not None and found != key:
                self.stands_for[found[0]] = key[0]
        if found is None or found not in self.entered:
            near = [k for k, second in self.entered.items() if k[1] == queue and abs(second - began) <= 1]
            found = near[0] if len(near) == 1 else None
        if found is None:
            return None
        if self.spoken.get((agent, queue)) == found:
            del self.spoken[agent, queue]
        if event not in {"ATTENDEDTRANSFER", "BLINDTRANSFER", "TRANSFER"}:
            self.stands_for.pop(key[0], None)
        return self.entered.pop(found)

    def _same(self, key: Key) -> Key | None:
        if key in self.entered:
            return key
        other = (self.stands_for.get(key[0], ""), key[1])
        return other if other in self.entered else None


def _calls(rows: Rows, under_way: UnderWay, problems: Problems) -> Iterator[Ended]:
    """Calls as they end; what has entered and not ended stays in `under_way`."""
    for line, cells in rows:
        if len(cells) < 5 or not cells[0].isdecimal() or "\0" in cells[2]:
            hint = "the log is damaged here: remove the line"
            found = "|".join(cells)
            problems.add(line, None, found, "epoch|callid|queue|agent|event", hint)
            continue
        key, agent, event = (cells[1], cells[2]), cells[3], cells[4]
        if event == "ENTERQUEUE":
            under_way.entered[key] = int(cells[0])
        elif event == "CONNECT":
            under_way.connect(key, agent)
        elif event in ENDINGS:
            outcome, wait, talk = ENDINGS[event]
            faults = Problems(rows.name)  # of a call that began before the file nothing is asked
            waited, talked = _seconds(cells, wait, line, faults), _seconds(cells, talk, line, faults)
            began = int(cells[0]) - waited - (talked if outcome == ANSWERED else 0)
            entered = under_way.ended(key, event, agent, began)
            if entered is not None:
                problems.take(faults)
                yield entered, cells[2], outcome, waited, talked


def _seconds(cells: Sequence[str], parameter: int | None, line: int, problems: Problems) -> float:
    """A parameter of an event; unknown where it has none, as old releases write."""
    given = cells[5:]
    if parameter is None or not -len(given) <= parameter < len(given) or not given[parameter].strip():
        return np.nan
    if given[parameter].strip().isdecimal():
        return float(given[parameter])
    hint = "the log is damaged here: remove the line"
    problems.add(line, cells[4], given[parameter], "seconds", hint)
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
