"""A roster: who works when, what each person's period holds, what is covered, and what was broken for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from staffing.arrays import Floats, Ints, Texts, Times
from staffing.records.columns import Columns, InZone


def rest_order(name: str) -> tuple[bool, int, str]:
    """What rests are sorted by: lunch, break_1, break_2, …, break_10."""
    return name != "lunch", len(name), name


@dataclass(frozen=True, eq=False)
class NamedShifts(Columns, InZone):
    """A shift a row, by agent, then start. Moments are UTC; `date` is the local day of the start.

    `rest_start[i, k]` is the start of rest k (`rest_names[k]`, by `rest_order`), NaT where the shift has
    none, `rest_end` its end.
    """

    agent: Texts
    group: Texts
    date: Times
    pattern: Texts
    start: Times
    end: Times
    rest_start: Times
    rest_end: Times
    paid_hours: Floats
    rest_names: tuple[str, ...]
    timezone: str

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array; each rest has columns of its own, `lunch_start` and `lunch_end`."""
        return _rests_apart(super().columns(), self.rest_names)


@dataclass(frozen=True, eq=False)
class AgentTotals(Columns):
    """What the period holds for each person; `…_window` are the burdens of the window, period included."""

    agent: Texts
    group: Texts
    shifts: Ints
    paid_hours: Floats
    leave_hours: Floats
    early: Ints
    late: Ints
    night: Ints
    weekend: Ints
    early_window: Ints
    late_window: Ints
    night_window: Ints
    weekend_window: Ints
    wishes: Ints
    granted: Ints
    weekends_off: Ints
    longest_run: Ints
    shortest_rest_hours: Floats
    changed: Ints


@dataclass(frozen=True, eq=False)
class RosterCoverage(Columns, InZone):
    """Heads of each group per interval with a requirement: `working` = scheduled − on_break."""

    interval_start: Times
    group: Texts
    required: Floats
    scheduled: Floats
    on_break: Floats
    working: Floats
    over: Floats
    under: Floats
    timezone: str


@dataclass(frozen=True, eq=False)
class Unfilled(Columns, InZone):
    """What nobody works: stretches of short intervals, or shifts left over.

    Of the largest, in words: `bound_by` which rule keeps how many of the group from it, `would_fill` how many
    more people would, and like whom.
    """

    group: Texts
    date: Times
    start: Times
    end: Times
    pattern: Texts
    agents: Floats
    agent_hours: Floats
    bound_by: Texts
    would_fill: Texts
    timezone: str


@dataclass(frozen=True, eq=False)
class RosterExceptions(Columns):
    """Every soft rule and wish that was broken, and what it cost."""

    agent: Texts
    date: Times
    rule: Texts
    amount: Floats
    unit: Texts
    cost: Floats
    reason: Texts


@dataclass(frozen=True, eq=False)
class RosterPast(Columns, InZone):
    """What the next roster must know: shifts worked and wishes answered; rests as in `NamedShifts`."""

    agent: Texts
    date: Times
    kind: Texts
    start: Times
    end: Times
    pattern: Texts
    paid_hours: Floats
    group: Texts
    rest_start: Times
    rest_end: Times
    rest_names: tuple[str, ...]
    timezone: str

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array; each rest has columns of its own, as in `NamedShifts`."""
        return _rests_apart(super().columns(), self.rest_names)


def _rests_apart(columns: dict[str, NDArray[Any]], names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    start, end = columns.pop("rest_start"), columns.pop("rest_end")
    for k, name in enumerate(names):
        columns |= {f"{name}_start": start[:, k], f"{name}_end": end[:, k]}
    return columns
