"""Shift patterns that fit the opening hours: some shift of some pattern covers each open interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from staffing.plan.draft.hours import DayReach, days_text, reach_by_day
from staffing.plan.draft.week import WORKDAYS, WeekHours
from staffing.timegrid import MINUTES_PER_DAY, clock

FULL, LUNCH = 510, 30
SHORT, LONG = 240, 360  # of a part-time shift
LUNCH_FROM = 360  # a shift longer than this has lunch
NIGHT_FROM, DAY_FROM, DAY_TO = 1200, 300, 930  # starts of night and day shifts of a centre open all night
LAST_START = 1410
LEAST = 60
NEW_LINE = "\n"


@dataclass(frozen=True)
class DraftPattern:
    """A `[[schedule.pattern]]`, all times in minutes; `why` says what it fits."""

    name: str
    days: str
    earliest_start: int
    latest_start: int
    latest_end: int
    length: tuple[int, int]
    why: str
    cost_per_hour: float = 1.0
    has_lunch: bool = False

    def lines(self) -> Iterator[str]:
        """As the plan file holds it."""
        shortest, longest = self.length
        length = f"[{shortest}, {longest}]" if longest > shortest else f"{shortest}"
        yield "[[schedule.pattern]]"
        yield f'name = "{self.name}"  # {self.why}'
        yield f'days = "{self.days}"  # on which it may start'
        yield f'earliest_start = "{clock(self.earliest_start)}"'
        yield f'latest_start = "{clock(self.latest_start)}"'
        yield f'latest_end = "{clock(self.latest_end)}"' + (
            '  # after midnight: "30:00" is 06:00 of the next day' if self.latest_end > 1440 else ""
        )
        yield f"length_minutes = {length}  # presence, lunch included"
        if self.cost_per_hour != 1.0:
            yield f"cost_per_hour = {self.cost_per_hour:g}  # assumed: per paid hour, full time is 1.0"
        if self.has_lunch:
            middle = shortest // 2 // 15 * 15
            yield (
                f"lunch = {{ minutes = {LUNCH}, paid = false, earliest_minutes = {middle - 75}, "
                f"latest_minutes = {middle + 45} }}"
            )
        breaks = self._breaks()
        if breaks:
            yield f"breaks = [ {f',{NEW_LINE}           '.join(breaks)} ]"

    def _breaks(self) -> list[str]:
        """Two of a shift with lunch, one of a part-time shift, none below three hours."""
        shortest = self.length[0]
        if self.has_lunch and shortest >= FULL - 60:
            return [_break(60, 150), _break(shortest - 165, shortest - 60)]
        if self.has_lunch:
            return [_break(60, 120)]
        return [_break(90, 150)] if shortest >= SHORT else [_break(60, 105)] if shortest >= 180 else []


def _break(earliest: int, latest: int) -> str:
    return f"{{ minutes = 15, paid = true, earliest_minutes = {earliest}, latest_minutes = {latest} }}"


def draft_patterns(hours: WeekHours, grid: int) -> list[DraftPattern]:
    """Full and part time, nights where the centre is open all night, and a weekend of its own.

    `grid`: minutes between possible starts.
    """
    reach = reach_by_day(hours)
    groups: dict[tuple[DayReach, bool], list[int]] = {}
    for day, one in reach.items():
        groups.setdefault((one, day not in WORKDAYS), []).append(day)
    several = {weekend: sum(1 for _, w in groups if w == weekend) for weekend in (False, True)}
    made = []
    for (one, weekend), days in groups.items():
        words = ["weekend"] if weekend else []
        if several[weekend] > 1:
            words = [days_text(days).replace(",", "-")]
        made += list(_of_days(one, days_text(days), "".join(f" {word}" for word in words), grid))
    return made


def _of_days(reach: DayReach, days: str, suffix: str, grid: int) -> Iterator[DraftPattern]:
    first, until = reach
    span = until - first
    hours = f"{clock(first)}-{clock(until)}"
    if until >= MINUTES_PER_DAY + LONG:
        yield from _round_the_clock(reach, days, suffix)
        return
    if span >= FULL:
        latest = min(until - FULL, LAST_START)
        why = f"8 h and lunch, within {hours}"
        yield DraftPattern(
            f"full-time{suffix}", days, first, latest, until, (FULL, FULL), why, has_lunch=True
        )
    elif span > LUNCH_FROM:
        why = f"the whole day: it is open {hours}, less than a full-time shift"
        yield DraftPattern(f"whole-day{suffix}", days, first, first, until, (span, span), why, has_lunch=True)
    shortest = max(min(SHORT, span), min(LEAST, span))
    longest = max(shortest, min(LONG, span) // grid * grid)
    dearer = 1.05 if span > LUNCH_FROM else 1.0
    why = f"{shortest / 60:g} to {longest / 60:g} h, within {hours}" if longest > shortest else f"{hours}"
    latest = min(until - shortest, LAST_START)
    yield DraftPattern(f"part-time{suffix}", days, first, latest, until, (shortest, longest), why, dearer)


def _round_the_clock(reach: DayReach, days: str, suffix: str) -> Iterator[DraftPattern]:
    """Day, night and short shifts; short ones start at any hour, so the first night of a plan is covered."""
    first, until = reach
    if until - FULL >= max(first, DAY_FROM):
        latest = max(DAY_TO, first)
        why = "8 h and lunch, early and late shifts of a centre open all night"
        yield DraftPattern(
            f"full-time{suffix}", days, max(first, DAY_FROM), min(latest, until - FULL),
            until, (FULL, FULL), why, has_lunch=True,
        )  # fmt: skip
    if until - FULL >= NIGHT_FROM:
        why = "8 h and lunch over midnight"
        latest = min(until - FULL, LAST_START)
        yield DraftPattern(
            f"night{suffix}", days, NIGHT_FROM, latest, until, (FULL, FULL), why, 1.1, has_lunch=True
        )
    why = "4 to 6 h at any hour, so the first night of a plan is covered too"
    latest = min(until - SHORT, LAST_START)
    yield DraftPattern(f"part-time{suffix}", days, first, latest, until, (SHORT, LONG), why, 1.05)
