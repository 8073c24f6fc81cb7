"""What changed from one published run to another: volume, heads, shifts, totals, plan, inputs, notes.

Both are read without the plan that made them, so runs of different versions and plans can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from staffing.plan.jobs.compared_run import ComparedRun, read_compared
from staffing.plan.run.published import run_name
from staffing.plan.run.summary import weighted_service
from staffing.records.forecast import Forecast
from staffing.records.runs import (
    DayChange,
    KeyChange,
    RunDifference,
    RunTotals,
    ShiftChange,
    VolumeChange,
    WasAndIs,
)
from staffing.records.schedule import ShiftPlan, Summary
from staffing.records.trace import RunTrace
from staffing.timegrid import local_day

ShiftKey = tuple[str, str, str, str]  # date, start, end, pattern
_NONE: tuple[object, ...] = (None, [], {})


def compare_runs(before: Path, after: Path) -> RunDifference:
    """The difference between two run directories; InputError where one is none, or is damaged."""
    one, other = read_compared(before), read_compared(after)
    days = [day for day in one.by_day if day in other.by_day]
    shifts = tuple(_shift_changes(one, other, days))
    return RunDifference(
        name=WasAndIs(run_name(before), run_name(after)),
        as_of=WasAndIs(one.trace.as_of, other.trace.as_of),
        version=WasAndIs(one.trace.version, other.trace.version),
        days=tuple(days),
        days_gone=tuple(day for day in one.by_day if day not in other.by_day),
        days_new=tuple(day for day in other.by_day if day not in one.by_day),
        totals=WasAndIs(_totals(one.summary), _totals(other.summary)),
        volume=tuple(_volume_changes(one, other, days)),
        by_day=tuple(_day_change(one, other, day) for day in days),
        shifts=shifts,
        rests_moved=_rests_moved(one, other, days),
        plan=tuple(_key_changes("", one.trace.plan, other.trace.plan)),
        inputs=tuple(_changed_inputs(one.trace, other.trace)),
        notes_gone=tuple(note for note in one.trace.notes if note not in other.trace.notes),
        notes_new=tuple(note for note in other.trace.notes if note not in one.trace.notes),
    )


def _totals(summary: Summary) -> RunTotals:
    return RunTotals(
        offered=summary.offered,
        paid_hours=summary.paid_hours,
        objective_hours=summary.objective_hours,
        service_level=summary.service_level,
        simulated_service_level=summary.simulated_service_level,
        gap=summary.gap,
    )


def _volume_changes(one: ComparedRun, other: ComparedRun, days: list[str]) -> Iterator[VolumeChange]:
    """Of each queue and day the contacts of both runs, equal ones too."""
    before, after = _volume(one.forecast), _volume(other.forecast)
    for day in days:
        for queue in dict.fromkeys((*one.forecast.queues, *other.forecast.queues)):
            found = WasAndIs(before.get((day, queue)), after.get((day, queue)))
            if found.before is not None or found.after is not None:
                yield VolumeChange(day, queue, found)


def _volume(forecast: Forecast) -> dict[tuple[str, str], float]:
    days, day = np.unique(local_day(forecast.local), return_inverse=True)
    sums = np.zeros((len(days), len(forecast.queues)))
    np.add.at(sums, (day, forecast.queue), np.nan_to_num(forecast.offered))
    return {
        (str(day), queue): float(sums[row, code])
        for row, day in enumerate(days)
        for code, queue in enumerate(forecast.queues)
    }


def _day_change(one: ComparedRun, other: ComparedRun, day: str) -> DayChange:
    before, after = _figures(one, day), _figures(other, day)
    return DayChange(
        date=day,
        peak_required=WasAndIs(before.peak_required, after.peak_required),
        required_hours=WasAndIs(before.required_hours, after.required_hours),
        paid_hours=WasAndIs(before.paid_hours, after.paid_hours),
        service_level=WasAndIs(before.service_level, after.service_level),
    )


class _DayFigures(NamedTuple):
    """Of a day: heads required at its peak, their hours, hours paid to its shifts, predicted service."""

    peak_required: float
    required_hours: float
    paid_hours: float
    service_level: float | None


def _figures(run: ComparedRun, day: str) -> _DayFigures:
    rows, coverage, shifts = run.by_day[day], run.coverage, run.shifts
    required = coverage.required[rows]
    starting = local_day(shifts.zone.local(shifts.start)) == np.datetime64(day)
    paid = float((shifts.agents * shifts.paid_hours)[starting].sum())
    return _DayFigures(
        peak_required=float(required.max()),
        required_hours=float(required.sum()) * coverage.interval_minutes / 60,
        paid_hours=paid,
        service_level=weighted_service(coverage.service_level[rows], run.offered[rows]),
    )


def _shift_changes(one: ComparedRun, other: ComparedRun, days: list[str]) -> Iterator[ShiftChange]:
    """Shifts of which more or fewer people work, in the order of time."""
    before, after = _people(one.shifts), _people(other.shifts)
    for key in sorted(before.keys() | after.keys()):
        agents = WasAndIs(sum(before.get(key, {}).values()), sum(after.get(key, {}).values()))
        if key[0] in days and agents.before != agents.after:
            date, start, end, pattern = key
            yield ShiftChange(date, pattern, start, end, agents)


def _rests_moved(one: ComparedRun, other: ComparedRun, days: list[str]) -> int:
    """People whose shift both runs have and whose lunch or breaks only one has so."""
    before, after = _people(one.shifts), _people(other.shifts)
    moved = 0
    for key in before.keys() & after.keys():
        stay = min(sum(before[key].values()), sum(after[key].values()))
        alike = sum(min(people, after[key].get(rests, 0)) for rests, people in before[key].items())
        moved += (stay - alike) * (key[0] in days)
    return moved


def _people(shifts: ShiftPlan) -> dict[ShiftKey, dict[tuple[str, ...], int]]:
    """Date, start, end and pattern of a shift → the times of its rests → how many people."""
    start = shifts.zone.local(shifts.start).astype("datetime64[m]")
    end = start + shifts.length_minutes.astype("timedelta64[m]")
    found: dict[ShiftKey, dict[tuple[str, ...], int]] = {}
    for row, agents in enumerate(shifts.agents.tolist()):
        date, _, begin = str(start[row]).partition("T")
        key = (date, begin, str(end[row]).partition("T")[2], str(shifts.pattern[row]))
        rests = tuple(str(rest) for rest in shifts.rest_start[row])
        of_shift = found.setdefault(key, {})
        of_shift[rests] = of_shift.get(rests, 0) + agents
    return found


def _key_changes(key: str, before: Any, after: Any) -> Iterator[KeyChange]:
    """Keys of which the two plans say something else; patterns and their like are known by name.

    An empty list is as good as none: a version that did not know the key has none.
    """
    before, after = _by_name(before), _by_name(after)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        if before != after and not (before in _NONE and after in _NONE):
            yield KeyChange(key, WasAndIs(before, after))
        return
    for name in dict.fromkeys((*before, *after)):
        inner = f"[{name[1:]}]" if name.startswith("=") else f".{name}" if key else name
        yield from _key_changes(f"{key}{inner}", before.get(name), after.get(name))


def _by_name(value: Any) -> Any:
    """A list of tables that have names as a table of them, their names marked with `=`."""
    if not isinstance(value, list) or not value:
        return value
    names = [item.get("name") if isinstance(item, dict) else None for item in value]
    named = all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
    return {f"={name}": item for name, item in zip(names, value, strict=True)} if named else value


def _changed_inputs(one: RunTrace, other: RunTrace) -> Iterator[str]:
    """Paths of the later run's inputs that were other bytes before, or were none of the earlier run.

    A file is the same in whatever folder: a path may be from where the command was run.
    """
    before = {_content(entry) for entry in one.inputs}
    for entry in other.inputs:
        if _content(entry) not in before:
            yield str(entry.get("path"))


def _content(entry: Mapping[str, str | int]) -> tuple[object, ...]:
    """What an input was: a file by its name and bytes, a database by its URL; and what it was asked."""
    path, digest = str(entry.get("path")), entry.get("sha256")
    return path if digest is None else Path(path).name, digest, entry.get("query")
