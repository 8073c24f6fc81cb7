"""The rows of a roster as places among the candidates of a case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.errors import did_you_mean
from staffing.records.roster import NamedShifts
from staffing.roster.candidates import NOBODY
from staffing.roster.case import RosterCase
from staffing.roster.limits import date_place
from staffing.roster.person import Tour
from staffing.roster.search.board import Board
from staffing.roster.search.place import Place, Week
from staffing.roster.setting import Setting


@dataclass(frozen=True)
class Stranger:
    """A row (from 0) that is no shift of the case: the column at fault, its value, what was expected."""

    row: int
    column: str
    value: str
    expected: str
    hint: str


@dataclass(frozen=True, eq=False)
class StandingRoster:
    """What each person of the setting works: `places[p][day]`; and the rows that nobody can work."""

    setting: Setting
    places: tuple[Week, ...]
    strangers: tuple[Stranger, ...]

    def board(self) -> Board:
        """The roster on a board of its own."""
        board = Board(self.setting)
        for person, week in enumerate(self.places):
            board.put(person, 0, week)
        return board


def tour_of(week: Week) -> Tour:
    """The candidate of each date."""
    return [NOBODY if place is None else place.candidate for place in week]


def standing_roster(setting: Setting, shifts: NamedShifts) -> StandingRoster:
    """The roster of a file; rows of unknown people, dates and shifts are strangers."""
    case = setting.ground.case
    numbers = {agent.name: number for number, agent in enumerate(case.agents)}
    places: list[Week] = [[None] * len(case.dates) for _ in case.agents]
    strangers = []
    for row in range(len(shifts)):
        located = _located(setting, shifts, row, numbers)
        if isinstance(located, Stranger):
            strangers.append(located)
            continue
        person, day, place = located
        if places[person][day] is not None:
            value = str(case.dates[day])
            hint = "remove one of the two rows"
            strangers.append(Stranger(row, "date", value, "one shift of a person on a date", hint))
            continue
        places[person][day] = place
    return StandingRoster(setting, tuple(places), tuple(strangers))


def _located(
    setting: Setting, shifts: NamedShifts, row: int, numbers: dict[str, int]
) -> tuple[int, int, Place] | Stranger:
    """Person, day and place of a row."""
    case = setting.ground.case
    name = str(shifts.agent[row])
    if name not in numbers:
        hint = f"{did_you_mean(name, numbers)}add the person to the agents' file, or remove the row"
        return Stranger(row, "agent", name, "a name of the agents' file", hint)
    date = case.zone.date(shifts.start[row])
    day = date_place(case, date)
    if day is None:
        expected = f"a date from {case.dates[0]} to {case.dates[-1]}, those of the requirement"
        hint = "name the requirement that the roster was made for"
        return Stranger(row, "start", case.zone.text(shifts.start[row]), expected, hint)
    group = _group(case, str(shifts.group[row]), setting.people[numbers[name]].groups)
    if group is None:
        known = ", ".join(need.name for need in case.needs)
        return Stranger(row, "group", str(shifts.group[row]), f"one of {known}", "correct the group")
    place = _place(setting, shifts, row, day, group)
    if place is None:
        pattern = str(shifts.pattern[row])
        expected = f"a shift of pattern '{pattern}' of the plan, its lunch and breaks on the plan's grid"
        if case.given is not None:
            expected = f"one of the shifts given, of pattern '{pattern}'"
        hint = "correct the row, or name the plan that the roster was made by"
        return Stranger(row, "start", case.zone.text(shifts.start[row]), expected, hint)
    return numbers[name], day, place


def _group(case: RosterCase, name: str, own: tuple[int, ...]) -> int | None:
    if case.is_pooled or not name:
        return own[0]
    return next((place for place, need in enumerate(case.needs) if need.name == name), None)


def _place(setting: Setting, shifts: NamedShifts, row: int, day: int, group: int) -> Place | None:
    """The candidate of the row's times and pattern, and its rests in cells; None where there is none."""
    ground, case = setting.ground, setting.ground.case
    candidates, names = ground.candidates, case.patterns.names
    start, end = (
        int((moment - candidates.origin) / np.timedelta64(60, "s"))
        for moment in (shifts.start[row], shifts.end[row])
    )
    pattern = str(shifts.pattern[row])
    if pattern not in names:
        return None
    which = names.index(pattern)
    alike = candidates.exists[day] & (candidates.start[day] == start) & (candidates.end[day] == end)
    columns = np.flatnonzero(alike & (candidates.pattern[day] == which)).tolist()
    if not columns:
        return None
    rests = _rests(setting, shifts, row, which)
    if ground.slots is None:
        return None if rests is None else Place(columns[0], group, rests)
    slots = ground.slots
    alike_rests = [
        column
        for column in columns
        if slots.rests[int(slots.number[day, column])] == rests
        and int(slots.group[int(slots.number[day, column])]) == (0 if case.is_pooled else group)
    ]
    return Place(alike_rests[0], group, rests) if alike_rests and rests is not None else None


def _rests(
    setting: Setting, shifts: NamedShifts, row: int, pattern: int
) -> tuple[tuple[int, int], ...] | None:
    """(rest of the pattern, start in cells after the origin) by start; None where it has others."""
    candidates = setting.ground.candidates
    rules = setting.ground.case.patterns.patterns[pattern].rests
    names = [rest.name for rest in rules]
    rests = []
    for column, name in enumerate(shifts.rest_names):
        begin, stop = shifts.rest_start[row, column], shifts.rest_end[row, column]
        if np.isnat(begin):
            continue
        minute = int((begin - candidates.origin) / np.timedelta64(60, "s"))
        minutes = int((stop - begin) / np.timedelta64(60, "s"))
        on_grid = minute % candidates.cell_minutes == 0
        if name not in names or rules[names.index(name)].minutes != minutes or not on_grid:
            return None
        rests.append((names.index(name), minute // candidates.cell_minutes))
    return tuple(sorted(rests, key=lambda one: one[1])) if len(rests) == len(names) else None
