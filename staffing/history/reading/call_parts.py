"""How the wait and the handle time of a call are found: a column, a sum, a difference, or two times."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

from staffing.history.headers.calls import TALKED
from staffing.history.headers.durations import seconds_of
from staffing.history.headers.meaning import Guess
from staffing.history.headers.moments import plain_clock
from staffing.tables.cells import YEARS
from staffing.tables.numbers import is_unknown
from staffing.tables.rows import Row

_MOST_WAIT = 86_400
Seconds = Callable[[Sequence[str]], float | None]


def duration_of(guess: Guess, places: Mapping[str, int]) -> Seconds:
    """Seconds of a row by a column; infinity for a cell that is no duration."""
    place = places[guess.headers[0]]
    known: dict[str, float | None] = {}

    def seconds(cells: Sequence[str]) -> float | None:
        text = cells[place].strip()
        if text not in known:
            value = float(seconds_of([text], guess.unit, guess.style)[0])
            known[text] = None if is_unknown(text) else value if math.isfinite(value) else math.inf
        return known[text]

    return seconds


def later_than_start(place: int, when: Sequence[int], moment: Callable[[str], str]) -> Seconds:
    """Seconds from the call's begin to a second time of its row, a clock time within the day that follows."""

    def seconds(cells: Sequence[str]) -> float | None:
        text = cells[place].strip()
        if is_unknown(text):
            return None
        start = _parsed(moment(" ".join(cells[p] for p in when)))
        own = _parsed(moment(text))
        if own is None and start is not None and (clock := plain_clock(text)) and clock < "24":
            own = dt.datetime.combine(start.date(), dt.time.fromisoformat(clock), start.tzinfo)
            own += dt.timedelta(days=int(own < start))
        if start is None or own is None or (start.tzinfo is None) != (own.tzinfo is None):
            return None
        value = (own - start).total_seconds()
        return value if 0 <= value <= _MOST_WAIT else None

    return seconds


def _parsed(text: str) -> dt.datetime | None:
    """The moment of an ISO 8601 text; None of another, and of a year that no call is of."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in YEARS else None


def wait_and_service(
    durations: Mapping[str, Seconds], later: Mapping[str, Seconds], head: Sequence[Row]
) -> tuple[Seconds, Seconds, list[str]]:
    """How wait and service of a row are found, and what to say of it."""
    said: list[str] = []
    talked = [durations[word] for word in TALKED if word in durations]
    service = durations.get("aht_seconds") or (_sum(talked) if talked else None)
    wait = durations.get("wait_seconds") or later.get("answered_at")
    whole = durations.get("duration")
    if wait is None and whole is not None and service is not None:
        wait = _difference(whole, [service])
        said.append("the wait is the duration less the time of talk")
    ended = later.get("ended_at")
    if service is None and ended is not None and "answered_at" in later:
        service = _difference(ended, [later["answered_at"]])
        said.append("the handle time runs from the answer to the end of the call")
    elif service is None and whole is not None:
        service = whole
        if wait is not None and ended is not None and _agree(whole, ended, head):
            service = _difference(whole, [wait])
            said.append("the handle time is the duration less the wait")
        elif wait is not None:
            service = None
            said.append(
                "the duration may hold the wait, so it is not read: name it with --column aht_seconds=…"
            )
    elif service is None and ended is not None:
        service = ended if wait is None else _difference(ended, [wait])
        said.append(f"the handle time is end − start{'' if wait is None else ' − wait'}")
    return wait or _nothing, service or _nothing, said


def _nothing(cells: Sequence[str]) -> float | None:  # noqa: ARG001 - a row without such a column
    return None


def _sum(parts: Sequence[Seconds]) -> Seconds:
    def total(cells: Sequence[str]) -> float | None:
        known = [value for part in parts if (value := part(cells)) is not None]
        return sum(known) if known else None

    return total


def _difference(whole: Seconds, parts: Sequence[Seconds]) -> Seconds:
    def rest(cells: Sequence[str]) -> float | None:
        value = whole(cells)
        less = [part(cells) or 0.0 for part in parts]
        return None if value is None else max(0.0, value - sum(less))

    return rest


def _agree(one: Seconds, other: Seconds, head: Sequence[Row]) -> bool:
    both = [(one(cells), other(cells)) for _, cells in head]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    return bool(known) and sum(abs(a - b) <= 2 for a, b in known) > 0.8 * len(known)
