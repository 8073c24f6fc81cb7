"""Work that may wait: what comes in, what is done and when, and what is late."""

from __future__ import annotations

from staffing.records.run_page import RunPage
from staffing.records.work_totals import WorkTotals
from staffing.report.html.run_page.open_rows import OpenRows, day_names
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render
from staffing.timegrid import local_day

_HEADS = ["work", "open before", "arrived", "done", "hours of work", "due", "done in time", "open after"]
_DAYS = ["day", "work", "arrived", "done", "due", "late at the end", "open at the end"]
_TEMPLATE = """
<p>People do it above the heads that live contacts need, what is due first comes first.</p>
{{ table(heads, kinds, "Work that may wait") }}
{% if days %}<details><summary>Day by day</summary>
{{ table(day_heads, days, "Work by day") }}</details>{% endif %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:
    """None where the plan has no such work."""
    if not page.summary.work:
        return None
    kinds = [_kind(one) for one in page.summary.work]
    html = render(_TEMPLATE, heads=_HEADS, kinds=kinds, day_heads=_DAYS, days=_days(page, rows))
    return PageSection("work", "Work that may wait", html)


def _kind(one: WorkTotals) -> tuple[str, ...]:
    return (
        one.work,
        f"{one.open_at_start:,.0f}",
        f"{one.arrived:,.0f}",
        f"{one.done:,.0f}",
        f"{one.hours:,.1f}",
        f"{one.due:,.0f}",
        "–" if one.on_time is None else f"{one.on_time:.1%}",
        f"{one.backlog:,.0f}",
    )


def _days(page: RunPage, rows: OpenRows) -> list[tuple[str, ...]]:
    """A row for each day and kind; none of a run that is read back without its work.csv."""
    work = page.work
    if work is None:
        return []
    day, found = local_day(work.local), []
    for date, name in zip(rows.dates, day_names(rows.dates), strict=True):
        for kind in dict.fromkeys(work.work.tolist()):
            mine = (day == date) & (work.work == kind)
            if not mine.any():
                continue
            flows = (work.arrived[mine].sum(), work.done[mine].sum(), work.due[mine].sum())
            stocks = (work.late[mine][-1], work.backlog[mine][-1])
            found.append((name, kind, *(f"{value:,.1f}" for value in (*flows, *stocks))))
    return found
