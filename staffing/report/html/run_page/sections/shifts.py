"""The shifts of the chosen day with lunches and breaks, as a Gantt chart by pattern, group or person."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing.arrays import Ints, Texts
from staffing.records.roster import NamedShifts
from staffing.records.run_page import RunPage
from staffing.records.schedule import ShiftPlan
from staffing.report.html.run_page.open_rows import OpenRows, texts
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render
from staffing.timegrid import local_day

_TEMPLATE = """
<div class="bar"><label>Show by <select id="by">
{% for way in ways %}<option value="{{ way }}">{{ way }}</option>{% endfor %}
</select></label>
<span class="key"><b class="worked"></b> at work
<b class="lunch"></b> lunch <b class="rest"></b> break</span></div>
<p class="note" id="gantt-note"></p>
<div id="gantt" class="tall" tabindex="0" role="group" aria-label="Shifts of the day"></div>
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:
    """Of all days, for the script; None where there is no shift."""
    if not len(page.shifts):
        return None
    has_groups = page.shifts.group is not None
    ways = ["pattern", *(["group"] if has_groups else []), "person"]
    data = _shifts(page.shifts, rows)
    if page.roster is not None and len(page.roster):
        data["people"] = _people(page.roster, rows)
    return PageSection("shifts", "Shifts", render(_TEMPLATE, ways=ways), {"shifts": data}, "shifts.js")


def _shifts(shifts: ShiftPlan, rows: OpenRows) -> dict[str, Any]:
    """Rows of day, pattern, start, minutes, agents, group, then of each rest its begin and minutes.

    `start` is in minutes from the local midnight of its day, a rest's begin from the start of the shift (−1:
    the shift has no such rest).
    """
    groups = [] if shifts.group is None else texts(shifts.group)
    group = np.zeros(len(shifts), dtype=np.int64)
    if shifts.group is not None:
        group = _codes(shifts.group, groups)
    patterns, names = texts(shifts.pattern), list(shifts.rest_names)
    columns = (_codes(shifts.pattern, patterns), shifts.length_minutes, shifts.agents, group)
    table = _table(shifts, rows, columns)
    return {"patterns": patterns, "groups": groups, "rests": names, "rows": table}


def _people(roster: NamedShifts, rows: OpenRows) -> dict[str, Any]:
    """The same of named shifts, with the place of the name in `names` for the number of agents."""
    people, patterns, groups = texts(roster.agent), texts(roster.pattern), texts(roster.group)
    minutes = (roster.end - roster.start).astype("timedelta64[m]").astype(np.int64)
    codes = (_codes(roster.agent, people), _codes(roster.group, groups))
    columns = (_codes(roster.pattern, patterns), minutes, *codes)
    table = _table(roster, rows, columns)
    kinds = {"patterns": patterns, "groups": groups, "rests": list(roster.rest_names)}
    return {"names": people, **kinds, "rows": table}


def _table(
    shifts: ShiftPlan | NamedShifts,
    rows: OpenRows,
    columns: tuple[Ints, Ints, Ints, Ints],
) -> list[list[int]]:
    """A row a shift that begins on a day of the page."""
    day, start = _days_and_starts(shifts, rows)
    begin = np.where(
        np.isnat(shifts.rest_start),
        -1,
        (shifts.rest_start - shifts.start[:, None]).astype("timedelta64[m]").astype(int),
    )
    minutes = np.where(
        begin < 0, 0, (shifts.rest_end - shifts.rest_start).astype("timedelta64[m]").astype(np.int64)
    )
    rests = np.stack([begin, minutes], axis=2).reshape(len(shifts), -1)
    pattern, length, who, group = columns
    table = np.column_stack([day, pattern, start, length, who, group, rests])
    shown: list[list[int]] = table[day >= 0].tolist()
    return shown


def _codes(column: Texts, names: list[str]) -> Ints:
    """The place of each text among the names."""
    place = {name: at for at, name in enumerate(names)}
    return np.array([place[name] for name in column.tolist()], dtype=np.int64)


def _days_and_starts(shifts: ShiftPlan | NamedShifts, rows: OpenRows) -> tuple[Ints, Ints]:
    """The day of each start (-1: not on the page), and the minutes since its local midnight."""
    zone = shifts.zone
    date = local_day(zone.local(shifts.start))
    dates, of = np.unique(date, return_inverse=True)
    midnight = np.array([zone.midnight(one) for one in dates], dtype="datetime64[s]")
    day = np.searchsorted(rows.dates, dates)
    known = np.isin(dates, rows.dates)
    index: Ints = np.where(known, day, -1)[of.ravel()]
    start = (shifts.start - midnight[of.ravel()]).astype("timedelta64[m]").astype(np.int64)
    return index, start
