"""Which columns give the time of a row: by what their cells hold first, by their headers second."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.history.headers.columns import ENOUGH, MOMENTS, SECONDS, Told
from staffing.history.headers.meaning import ReasonToAsk
from staffing.history.headers.moments import plain_moment

_SURE = 0.9
_VARIED = 1.5  # hours a day, on average: one a day is a number of the day


def times_found(
    columns: Sequence[Told], *, or_ends: bool = True
) -> tuple[list[Told], bool, list[ReasonToAsk]]:
    """The columns that give a row's time, whether it is a month, and doubts.

    What cells hold counts more than the header: a column of moments is one under any name, but for a name
    that says end. Such a column is taken only with `or_ends`, and where no other tells the time of day.
    """
    when, months, doubts = _starts([column for column in columns if not column.header.ends])
    ending = [column for column in columns if column.header.ends and column.header.score("end") >= ENOUGH]
    if not or_ends or months or not ending or any(map(_tells_time, when)):
        return when, months, doubts
    moment = next((column for column in ending if column.holds.kind == "moment"), None)
    clock = next((column for column in ending if _tells_time(column)), None)
    if moment is not None and (not when or _repeats(when[0])):
        return [moment], False, []
    if clock is not None and when and _repeats(when[0]):
        return [when[0], clock], False, []
    return when, months, doubts


def _tells_time(column: Told) -> bool:
    """Whether a column that gives times has a time of day in its cells."""
    numbers = column.is_clock_number and (not column.holds.is_hour or column.header.score("hour") >= ENOUGH)
    return column.holds.kind in {"moment", "clock"} or column.holds.is_epoch or numbers


def _repeats(day: Told) -> bool:
    """Whether several rows are of one day, so that they lack a time of day."""
    return len(day.holds.distinct) < len(day.holds.known)


def tells_of_days(column: Told, when: Sequence[Told]) -> bool:
    """Whether a column of names says what kind of day it is, as `Weekday` and `Weekend`: the same all day.

    Only where dates and times stand apart, days have several rows, and the name does not surely say queue.
    """
    if len(when) < 2 or column.header.score("queue") >= _SURE or len(column.holds.distinct) < 2:
        return False
    days, rows = when[0].holds.cells, column.holds.cells
    pairs = set(zip(days, rows, strict=True))
    times = set(zip(days, when[1].holds.cells, strict=True))
    return len(pairs) == len(set(days)) < len(rows) == len(times)


def _starts(columns: Sequence[Told]) -> tuple[list[Told], bool, list[ReasonToAsk]]:
    """As `times_found`, of columns none of which is said to hold ends."""

    def best(kinds: set[str], senses: tuple[str, ...] = ("when",), *, any_name: bool = True) -> Told | None:
        fitting = [c for c in columns if c.holds.kind in kinds]
        named = [c for c in fitting if any(sense in c.scores for sense in senses)]
        sure = sorted(named, key=lambda c: (-max(c.scores.get(s, 0.0) for s in senses), c.place))
        sure = [c for c in sure if c.best in {*senses, "month", "weekday", "hour"} or c.scores[c.best] < 0.9]
        others = [c for c in fitting if not set(c.scores) & {*MOMENTS, *SECONDS, "duration"}]
        if sure:
            return sure[0]
        return others[0] if any_name and others else None

    compact = next((c for c in columns if c.holds.is_compact_date and "when" in c.scores), None)
    epoch = next((c for c in columns if c.holds.is_epoch and "when" in c.scores), None)
    moment, date = best({"moment"}) or epoch, best({"date"}) or compact
    clock = best({"clock"}, any_name=date is not None or moment is not None) or _clock_number(columns)
    midnights = moment is not None and all(" 00:00" in plain_moment(cell) for cell in moment.holds.distinct)
    if (
        moment is not None
        and (not midnights or clock is None)
        and not (
            date is not None
            and clock is not None
            and date.scores.get("when", 0) > moment.scores.get("when", 0)
        )
    ):
        return [moment], False, []
    day = date or (moment if midnights else None)
    if day is not None and clock is not None and not _is_time_of(day, clock):
        clock = None
    if day is not None:
        return ([day, clock] if clock is not None else [day]), False, []
    month = next((c for c in columns if c.holds.kind == "month"), None)
    if month is not None:
        return [month], True, []
    return [], False, [ReasonToAsk("no column holds the date and time")]


def _is_time_of(day: Told, clock: Told) -> bool:
    """Whether a column tells times within days; numbers under a name such as `Day` do where they vary."""
    if not clock.holds.is_hour or clock.header.score("hour") >= ENOUGH:
        return True
    pairs = {pair for pair in zip(day.holds.cells, clock.holds.cells, strict=True) if all(pair)}
    return len(pairs) > _VARIED * len(day.holds.distinct)


def _clock_number(columns: Sequence[Told]) -> Told | None:
    """A column of hours, or of times written as numbers, under a header that says so."""
    fitting = [
        c
        for c in columns
        if (c.holds.is_hour and max(c.header.score("hour"), c.header.score("when")) >= ENOUGH)
        or ((c.holds.is_dotted_clock or c.holds.is_compact_clock) and c.header.score("when") >= ENOUGH)
    ]
    return max(fitting, key=lambda c: max(c.header.score("hour"), c.header.score("when")), default=None)
