"""Runs at a glance, and what changed between two of them, in a planner's words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from staffing.records.runs import DAMAGED, DayChange, ListedRun, RunDifference, ShiftChange, WasAndIs
from staffing.wording import counted

_WIDTH = 80
MOST_LINES = 12  # of one kind of change; JSON has all
_SHOWN = 0.0005  # of a share: less prints as no change
_LEAST = 0.05  # contacts, heads and hours: less prints as none


def runs_table(runs: Sequence[ListedRun]) -> Iterator[str]:
    """A line a run, the oldest first."""
    figures = f"{'paid h':>10}{'predicted':>10}{'simulated':>10}{'gap':>7}{'notes':>6}{'alerts':>7}"
    width = max((len(run.name) for run in runs), default=3) + 1
    yield f"{'run':{width}}{'status':>7}{figures}"
    for run in runs:
        latest = " latest" if run.is_latest else ""
        if run.status == DAMAGED:
            yield f"{run.name:{width}}{run.status:>7}  {run.why}{latest}"
            continue
        gap = "–" if run.gap is None else f"{run.gap:.2%}"
        played = "–" if run.simulated_service_level is None else _share(run.simulated_service_level)
        hours = "–" if run.paid_hours is None else f"{run.paid_hours:,.1f}"
        yield (
            f"{run.name:{width}}{run.status:>7}{hours:>10}{_share(run.service_level):>10}{played:>10}{gap:>7}"
            f"{run.notes:>6}{run.alerts:>7}{latest}"
        )


def difference_lines(found: RunDifference) -> Iterator[str]:
    """What changed, the plan and its inputs first; of many changes of a kind the largest."""
    yield f"{found.name.before} → {found.name.after}"
    yield from _of_the_plan(found)
    yield from _horizon(found)
    if found.days:
        yield from _volume(found)
        yield from _heads(found)
        yield from _shifts(found)
        yield from _totals(found)
    for title, notes in (("notes that are gone", found.notes_gone), ("new notes", found.notes_new)):
        yield from _listed(title, notes)


def _of_the_plan(found: RunDifference) -> Iterator[str]:
    if found.version.before != found.version.after:
        yield f"made with {_version(found.version.after)}, before with {_version(found.version.before)}"
    yield from _listed(
        "changes in the plan",
        [f"{one.key}: {_value(one.value.after)}, was {_value(one.value.before)}" for one in found.plan],
    )
    if found.inputs:
        yield from _wrapped(f"changed input files: {', '.join(found.inputs)}")


def _horizon(found: RunDifference) -> Iterator[str]:
    for days, said in ((found.days_gone, "no longer planned"), (found.days_new, "newly planned")):
        if days:
            yield f"{said}: {_span(days)}"
    if not found.days:
        yield "the two runs plan no day in common"


def _volume(found: RunDifference) -> Iterator[str]:
    changed = [one for one in found.volume if _differ(one.offered, _LEAST)]
    if not changed:
        yield "contacts expected: as before"
        return
    before = sum(one.offered.before or 0.0 for one in found.volume)
    after = sum(one.offered.after or 0.0 for one in found.volume)
    yield f"contacts expected on {counted(len(found.days), 'day')}: {_moved(before, after, 0)}"
    changed.sort(key=lambda one: -abs((one.offered.after or 0.0) - (one.offered.before or 0.0)))
    for change in changed[:MOST_LINES]:
        offered = _moved(change.offered.before, change.offered.after, 0)
        yield f"  {_day(change.date)}, {change.queue}: {offered}"
    yield from _more(len(changed))


def _heads(found: RunDifference) -> Iterator[str]:
    changed = [
        day
        for day in found.by_day
        if _differ(day.peak_required, _LEAST) or _differ(day.required_hours, _LEAST)
    ]
    if not changed:
        yield "heads required: as before"
        return
    yield f"hours required: {_summed([day.required_hours for day in found.by_day])}; heads at the peak:"
    changed.sort(key=lambda day: -abs(day.required_hours.after - day.required_hours.before))
    for day in sorted(changed[:MOST_LINES], key=lambda day: day.date):
        yield f"  {_day(day.date)}: {_moved(day.peak_required.before, day.peak_required.after, 1)}"
    yield from _more(len(changed))


def _shifts(found: RunDifference) -> Iterator[str]:
    gone, added = (sum(max(_people(one) * sign, 0) for one in found.shifts) for sign in (-1, 1))
    if not (gone or added or found.rests_moved):
        yield "shifts: as before"
        return
    rests = (
        f"; lunch or breaks of {counted(found.rests_moved, 'person', 'people')} moved"
        if found.rests_moved
        else ""
    )
    yield f"shifts: {added:,} added, {gone:,} gone{rests}"
    largest = sorted(found.shifts, key=lambda one: -abs(_people(one)))[:MOST_LINES]
    for one in sorted(largest, key=lambda one: (one.date, one.start, one.end, one.pattern)):
        yield (
            f"  {_day(one.date)}, {one.pattern} {one.start}-{one.end}: "
            f"{one.agents.after} instead of {one.agents.before} ({_people(one):+})"
        )
    yield from _more(len(found.shifts))


def _totals(found: RunDifference) -> Iterator[str]:
    yield f"paid hours on the days of both: {_summed([day.paid_hours for day in found.by_day])}"
    worst = [day for day in found.by_day if _differ(day.service_level, _SHOWN)]
    worst.sort(key=lambda day: -_service_gap(day))
    for day in sorted(worst[:MOST_LINES], key=lambda day: day.date):
        level = day.service_level
        yield f"  service on {_day(day.date)}: {_share(level.after)} instead of {_share(level.before)}"
    yield from _more(len(worst))
    before, after = found.totals.before, found.totals.after
    yield (
        f"whole runs: paid hours {before.paid_hours:,.1f} → {after.paid_hours:,.1f}, cost in hours "
        f"{before.objective_hours:,.1f} → {after.objective_hours:,.1f},"
    )
    played = before.simulated_service_level, after.simulated_service_level
    beside = "" if played == (None, None) else f"; simulated {_share(played[0])} → {_share(played[1])}"
    yield f"  predicted service {_share(before.service_level)} → {_share(after.service_level)}{beside}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        for line in lines[:MOST_LINES]:
            yield from textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        yield from _more(len(lines))


def _more(count: int) -> Iterator[str]:
    if count > MOST_LINES:
        yield f"  … and {count - MOST_LINES:,} more (--json has all)"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent="  ")


def _moved(before: float | None, after: float | None, digits: int) -> str:
    """`1,020 instead of 980 (+4.1%)`; a queue that only one run has is new, or gone."""
    if before is None:
        return f"{after:,.{digits}f}, new"
    if after is None:
        return f"gone ({before:,.{digits}f} before)"
    if f"{before:.{digits}f}" == f"{after:.{digits}f}":
        return f"{after:,.{digits}f}, as before"
    share = f" ({after / before - 1:+.1%})" if before > 0 else ""
    return f"{after:,.{digits}f} instead of {before:,.{digits}f}{share}"


def _summed(changes: Sequence[WasAndIs[float]]) -> str:
    return _moved(sum(one.before for one in changes), sum(one.after for one in changes), 1)


def _differ(change: WasAndIs[float] | WasAndIs[float | None], least: float) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= least


def _people(one: ShiftChange) -> int:
    return one.agents.after - one.agents.before


def _service_gap(day: DayChange) -> float:
    return abs((day.service_level.after or 0.0) - (day.service_level.before or 0.0))


def _share(level: float | None) -> str:
    return "unknown" if level is None else f"{level:.1%}"


def _version(text: str) -> str:
    return f"version {text}" if text else "an unknown version"


def _value(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, dict):
        return "there"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _day(text: str) -> str:
    """`Mon 2026-11-23`."""
    return f"{date.fromisoformat(text):%a} {text}"


def _span(days: Sequence[str]) -> str:
    return (
        _day(days[0])
        if len(days) == 1
        else f"{_day(days[0])} to {_day(days[-1])}, {counted(len(days), 'day')}"
    )
