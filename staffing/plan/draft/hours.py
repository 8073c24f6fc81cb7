"""Opening hours as a plan writes them, and for each weekday from when until when shifts are worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from staffing.plan.draft.week import WeekHours
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, clock_span

Span = tuple[int, int]  # minutes of a day; the end may be on the next one
REACH = 600  # minutes of the next day that a shift of a round-the-clock day may run into
WEEK = 7 * MINUTES_PER_DAY


class DayReach(NamedTuple):
    """The first open minute of a day, and the minute until which shifts that start on it may run."""

    first: int
    until: int


def spans_by_day(hours: WeekHours) -> list[list[Span]]:
    """Each weekday's spans; a short one that runs over midnight belongs to the day it begins on."""
    days: list[list[Span]] = [[] for _ in range(7)]
    for start, end in hours.runs():
        if end - start >= MINUTES_PER_DAY:
            _split(days, start, end)
        else:
            day, first = divmod(start, MINUTES_PER_DAY)
            days[day % 7].append((first, first + end - start))
    return [sorted(spans) for spans in days]


def _split(days: Sequence[list[Span]], start: int, end: int) -> None:
    """A stretch of days, each from its midnight to the next."""
    while start < end:
        day, first = divmod(start, MINUTES_PER_DAY)
        last = min(MINUTES_PER_DAY, end - day * MINUTES_PER_DAY)
        days[day % 7].append((first, last))
        start = (day + 1) * MINUTES_PER_DAY


def reach_by_day(hours: WeekHours) -> dict[int, DayReach]:
    """For each open weekday where its shifts lie; they go on over midnight where the hours do."""
    reach: dict[int, DayReach] = {}
    runs = hours.runs()
    for day, spans in enumerate(spans_by_day(hours)):
        if not spans:
            continue
        until = spans[-1][1]
        if until == MINUTES_PER_DAY:
            midnight = (day + 1) * MINUTES_PER_DAY
            on = [end for start, end in runs if start < midnight < end or start < midnight + WEEK < end]
            on += [WEEK * 2] if hours.is_always else []
            goes_on = max(on, default=midnight)
            until += min(REACH, (goes_on - midnight) % WEEK if not hours.is_always else REACH)
        reach[day] = DayReach(spans[0][0], until)
    return reach


def nights_begin_before(hours: WeekHours) -> bool:
    """Whether some early hours can only be covered by shifts of the day before."""
    return any(end > MINUTES_PER_DAY for spans in spans_by_day(hours) for _, end in spans)


def open_text(hours: WeekHours) -> str:
    """`{ mon-fri = "07:00-21:00", sat = "09:00-17:00" }`, days of the same hours together."""
    texts = [[clock_span(*span) for span in spans] for spans in spans_by_day(hours)]
    parts = [
        f"{_key(days)} = {_quoted(texts[members[0]])}"
        for days, members in together({day: tuple(texts[day]) for day in range(7) if texts[day]}).items()
    ]
    return f"{{ {', '.join(parts)} }}"


def together(values: Mapping[int, object]) -> dict[str, list[int]]:
    """Weekdays of one value as days are written: `mon-thu`, `sat`, or `mon,wed`."""
    groups: dict[object, list[int]] = {}
    for day, value in values.items():
        groups.setdefault(value, []).append(day)
    return {days_text(members): members for members in groups.values()}


def days_text(days: Sequence[int]) -> str:
    """`mon-fri` for days that follow each other, else `mon,wed`."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{DAY_NAMES[days[0]]}-{DAY_NAMES[days[-1]]}"
    return ",".join(DAY_NAMES[day] for day in days)


def _key(days: str) -> str:
    """As a TOML key, which holds no comma without quotes."""
    return f'"{days}"' if "," in days else days


def _quoted(spans: Sequence[str]) -> str:
    texts = [f'"{span}"' for span in spans]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
