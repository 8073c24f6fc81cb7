"""The roster as planners lay it out: people down, days across, a table a week."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing.records.roster import NamedShifts
from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows, texts
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render
from staffing.timegrid import local_day

_TEMPLATE = """
{% for week in weeks %}
<h3>{{ week.name }}</h3>
{{ table(week.heads, week.rows, week.name) }}
{% endfor %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:  # noqa: ARG001
    """None where people have no names yet."""
    if page.roster is None or not len(page.roster):
        return None
    return PageSection("roster", "Roster", render(_TEMPLATE, weeks=_weeks(page.roster)))


def _weeks(roster: NamedShifts) -> list[dict[str, Any]]:
    """Each with a row a person and a column a day, Monday to Sunday; `07:00–15:30` for a shift."""
    people = sorted(texts(roster.agent))
    dates = local_day(roster.date)
    start, end = (_clock(roster, moments) for moments in (roster.start, roster.end))
    cells: dict[tuple[str, np.datetime64], str] = {}
    for name, date, begin, stop in zip(roster.agent.tolist(), dates, start, end, strict=True):
        known = cells.get((name, date))
        cells[name, date] = f"{begin}–{stop}" if known is None else f"{known}, {begin}–{stop}"
    days = np.arange(dates.min(), dates.max() + np.timedelta64(1, "D"))
    monday = days - ((days.astype(np.int64) + 3) % 7).astype("timedelta64[D]")
    weeks = []
    for first in np.unique(monday):
        own = days[monday == first]
        heads = ["person", *(f"{day.item():%a %d}" for day in own)]
        table = [(name, *(cells.get((name, day), "") for day in own)) for name in people]
        weeks.append({"name": f"Week of {first.item():%d %B %Y}", "heads": heads, "rows": table})
    return weeks


def _clock(roster: NamedShifts, moments: Any) -> list[str]:
    return [str(moment)[11:16] for moment in roster.zone.local(moments)]
