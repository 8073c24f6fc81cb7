"""The days in one table, and the queues in another where there are several."""

from __future__ import annotations

from staffing.records.run_page import RunPage
from staffing.records.schedule import DaySummary
from staffing.report.html.run_page.open_rows import OpenRows, day_names
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render

_DAYS = [
    "day",
    "contacts",
    "peak heads",
    "shifts",
    "paid hours",
    "service level",
    "hours short",
    "hours spare",
]
_QUEUES = ["queue", "contacts", "service level", "target"]
_TEMPLATE = """
{% if queues %}<h3>Queues</h3>{{ table(queue_heads, queues, "Queues") }}<h3>Days</h3>{% endif %}
{{ table(heads, days, "Days") }}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection:
    """A closed day is named as such, and has no figures."""
    names = day_names(rows.dates)
    days = [_day(name, day) for name, day in zip(names, page.days, strict=True)]
    queues = [
        (one.queue, f"{one.offered:,.0f}", _share(one.service_level), _share(one.target))
        for one in page.summary.queues
    ]
    html = render(_TEMPLATE, heads=_DAYS, days=days, queue_heads=_QUEUES, queues=queues)
    return PageSection("days", "Days and queues" if queues else "Days", html)


def _day(name: str, day: DaySummary) -> tuple[str, ...]:
    if not (day.offered or day.shifts or day.peak_required):
        return (f"{name}, closed", *("" for _ in _DAYS[1:]))
    return (
        name,
        f"{day.offered:,.0f}",
        f"{day.peak_required:,.1f}",
        f"{day.shifts:,}",
        f"{day.paid_hours:,.1f}",
        _share(day.service_level),
        f"{day.under_agent_hours:,.1f}",
        f"{day.over_agent_hours:,.1f}",
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
