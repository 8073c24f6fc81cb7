"""The shifts of the chosen day with lunches and breaks, as a Gantt chart by pattern, group or person."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing.arrays import Ints
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
    """[day, pattern, start, minutes, agents, [[rest, from, minutes], …], group], `from` its start.

    `start` is in minutes from the local midnight of its day.
    """
    patterns = texts(shifts.pattern)
    groups = [] if shifts.group is None else texts(shifts.group)
    day, start = _place(shifts, rows)
    since = (shifts.rest_start - shifts.start[:, None]).astype("timedelta64[m]").astype(np.int64)
    has = ~np.isnat(shifts.rest_start)
    kinds = [patterns.index(name) for name in shifts.pattern.tolist()]
    table = [
        [
            day[i],
            kinds[i],
            start[i],
            int(shifts.length_minutes[i]),
            int(shifts.agents[i]),
            [[k, int(since[i, k]), int(shifts.rest_minutes[i, k])] for k in np.flatnonzero(has[i]).tolist()],
            *([] if shifts.group is None else [groups.index(str(shifts.group[i]))]),
        ]
        for i in range(len(shifts))
    ]
    return {"patterns": patterns, "groups": groups, "rests": list(shifts.rest_names), "rows": table}


def _people(roster: NamedShifts, rows: OpenRows) -> dict[str, Any]:
    """The same of named shifts, with the name in place of the number of agents."""
    names, patterns = texts(roster.agent), texts(roster.pattern)
    index = {name: at for at, name in enumerate(names)}
    day, start = _place(roster, rows)
    minutes = (roster.end - roster.start).astype("timedelta64[m]").astype(np.int64)
    since = (roster.rest_start - roster.start[:, None]).astype("timedelta64[m]").astype(np.int64)
    long = (roster.rest_end - roster.rest_start).astype("timedelta64[m]").astype(np.int64)
    has = ~np.isnat(roster.rest_start)
    table = [
        [
            day[i],
            patterns.index(str(roster.pattern[i])),
            start[i],
            int(minutes[i]),
            index[str(roster.agent[i])],
            [[k, int(since[i, k]), int(long[i, k])] for k in np.flatnonzero(has[i]).tolist()],
        ]
        for i in range(len(roster))
    ]
    return {"names": names, "patterns": patterns, "rests": list(roster.rest_names), "rows": table}


def _place(shifts: ShiftPlan | NamedShifts, rows: OpenRows) -> tuple[list[int], list[int]]:
    """The day of each start (-1: not on the page), and the minutes since its local midnight."""
    zone = shifts.zone
    date = local_day(zone.local(shifts.start))
    dates, of = np.unique(date, return_inverse=True)
    midnight = np.array([zone.midnight(one) for one in dates], dtype="datetime64[s]")
    day = np.searchsorted(rows.dates, dates)
    known = np.isin(dates, rows.dates)
    index: Ints = np.where(known, day, -1)[of.ravel()]
    start = (shifts.start - midnight[of.ravel()]).astype("timedelta64[m]").astype(np.int64)
    return index.tolist(), start.tolist()
