"""Shifts and their rests as events of calendars: a calendar a person, or a pattern where nobody is named."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.records.by_person import ShiftsByPerson
from staffing.records.columns import ALL_QUEUES
from staffing.wording import counted, legible


@dataclass(frozen=True)
class CalendarEvent:
    """`uid` stays that of the same shift of a later plan; moments are UTC seconds."""

    uid: str
    title: str
    start: int
    end: int
    description: str
    is_busy: bool


def calendars_of(plan: str, shifts: ShiftsByPerson) -> dict[str, list[CalendarEvent]]:
    """Name of the person or the pattern → its events, by start."""
    owners = shifts.agent if shifts.is_named else shifts.pattern
    events = _of_person if shifts.is_named else _of_pattern
    return {
        str(owner): list(events(f"{plan}\0{owner}", shifts.rows(np.flatnonzero(owners == owner))))
        for owner in np.unique(owners)
    }


def _of_person(key: str, shifts: ShiftsByPerson) -> Iterator[CalendarEvent]:
    """A shift is known by its date and its place in it: one that moves within its day stays the event."""
    before: Counter[str] = Counter()
    for row in np.argsort(shifts.start, kind="stable").tolist():
        date = str(shifts.date[row])
        before[date] += 1
        own = f"{key}\0{date}\0{before[date]}"
        rests = list(_rests(shifts, row))
        group, pattern = str(shifts.group[row]), str(shifts.pattern[row])
        title = pattern if group in {"", ALL_QUEUES} else f"{pattern} ({group})"
        lines = [f"{name} {_clock(shifts, start)}–{_clock(shifts, end)}" for name, start, end in rests]
        paid = f"{shifts.paid_hours[row]:.4g} paid hours"
        start, end = _seconds(shifts.start[row]), _seconds(shifts.end[row])
        yield CalendarEvent(_uid(own), legible(title), start, end, "\n".join([*lines, paid]), is_busy=True)
        for name, start, end in rests:
            yield CalendarEvent(_uid(f"{own}\0{name}"), name, start, end, legible(title), is_busy=False)


def _of_pattern(key: str, shifts: ShiftsByPerson) -> Iterator[CalendarEvent]:
    """People of the same hours are one event, and so are those of the same rest: known by these hours."""
    working, resting = Counter[tuple[int, int]](), Counter[tuple[int, int, str]]()
    for row in range(len(shifts)):
        working[_seconds(shifts.start[row]), _seconds(shifts.end[row])] += 1
        resting.update((start, end, name) for name, start, end in _rests(shifts, row))
    title = legible(str(shifts.pattern[0]))
    for (start, end), people in sorted(working.items()):
        uid, who = _uid(f"{key}\0{start}\0{end}"), counted(people, "person", "people")
        yield CalendarEvent(uid, f"{title}: {who}", start, end, f"{who} on this shift", is_busy=True)
    for (start, end, name), people in sorted(resting.items()):
        uid, who = _uid(f"{key}\0{start}\0{end}\0{name}"), counted(people, "person", "people")
        yield CalendarEvent(uid, f"{name}: {who}", start, end, title, is_busy=False)


def _rests(shifts: ShiftsByPerson, row: int) -> Iterator[tuple[str, int, int]]:
    """`Lunch`, `Break 1`, … of a shift that takes them, with start and end."""
    for k, name in enumerate(shifts.rest_names):
        if not np.isnat(shifts.rest_start[row, k]):
            start, end = shifts.rest_start[row, k], shifts.rest_end[row, k]
            yield name.replace("_", " ").capitalize(), _seconds(start), _seconds(end)


def _seconds(moment: np.datetime64) -> int:
    return int(moment.astype("datetime64[s]").astype(np.int64))


def _clock(shifts: ShiftsByPerson, second: int) -> str:
    return str(shifts.zone.wall(np.datetime64(second, "s")))[11:16]


def _uid(key: str) -> str:
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@staffing"
