"""The service level by day: as predicted, as played, and how far days spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from staffing.arrays import Ints
from staffing.records.columns import ALL_QUEUES
from staffing.records.run_page import RunPage
from staffing.records.simulation import Simulated
from staffing.report.html.run_page.daily_chart import Scale, daily_chart
from staffing.report.html.run_page.open_rows import OpenRows, day_names
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.run_page.views import queue_views
from staffing.report.html.simulation import simulation_notes
from staffing.report.html.template import render
from staffing.report.words.simulation import played_sentence

if TYPE_CHECKING:
    from markupsafe import Markup

_HEADS = ["day", "contacts", "predicted", "simulated", "bad day", "good day", "on target"]
_TEMPLATE = """
<p>{{ sentence }} One day in ten is worse than the bad day shown, one in ten better than the good day;
"on target" is the chance that the day meets its target.</p>
{% for one in charts %}
<figure data-view="{{ one.view }}"><figcaption>{{ one.name }}: service level by day</figcaption>
<p class="key"><b class="spread"></b> bad day to good day <b class="played"></b> simulated
<b class="predicted"></b> predicted{% if one.target %} <b class="target"></b> target{% endif %}</p>
{{ one.chart }}
<details><summary>Table</summary>{{ table(heads, one.rows, "Service level by day") }}</details>
</figure>
{% endfor %}
{{ notes }}
"""
_MARKS = """
{% if target is not none %}
<line class="target" x1="0" x2="100%" y1="{{ target }}" y2="{{ target }}"/>{% endif %}
{% for day in days %}
{%- if day.bad is not none %}
<rect class="spread" x="{{ day.x }}%" y="{{ day.good }}"
 height="{{ (day.bad - day.good)|round(1) }}"/>{% endif %}
{%- if day.predicted is not none %}
<rect class="predicted" x="{{ day.x }}%" y="{{ day.predicted - 1 }}" height="2"/>{% endif %}
{%- if day.played is not none %}<circle cx="{{ day.middle }}%" cy="{{ day.played }}" r="4"/>{% endif %}
{% endfor %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:  # noqa: ARG001
    """None where the schedule was not played: the days are then told by their table."""
    played = page.played
    if played is None:
        return None
    charts = []
    for view, name, queue in queue_views(page):
        of_queue = played.days.queue_names == (ALL_QUEUES if queue is None else queue)
        own = np.flatnonzero(of_queue & (played.days.offered > 0))
        if queue is None and not len(own):
            own = np.flatnonzero(played.days.offered > 0)
        if len(own):
            charts.append({"view": view, "name": name, **_chart(played, own, _target(page, queue))})
    html = render(
        _TEMPLATE,
        sentence=played_sentence(played),
        charts=charts,
        heads=_HEADS,
        notes=simulation_notes(played, page.summary),
    )
    return PageSection("service", f"Simulated {_times(played)}", html)


def _times(played: Simulated) -> str:
    return f"{played.replications:,} times" if played.replications > 1 else "service"


def _target(page: RunPage, queue: str | None) -> float | None:
    """The one target of all rows; None where there are several, or none."""
    asked = page.asked.service_level
    mine = np.nan_to_num(page.requirement.offered) > 0
    if queue is not None:
        mine &= page.requirement.queue_names == queue
    levels = np.unique(asked[mine])
    return float(levels[0]) if len(levels) == 1 and levels[0] > 0 else None


def _chart(played: Simulated, own: Ints, target: float | None) -> dict[str, Any]:
    days = played.days
    names = day_names(days.day[own])
    columns = (
        days.predicted_service_level,
        days.service_level,
        days.service_level_p10,
        days.service_level_p90,
    )
    predicted, level, bad, good = (column[own].tolist() for column in columns)
    known = [value for value in (*bad, *level, *predicted) if np.isfinite(value)]
    low = max(int(10 * min(known, default=0.0)) / 10, 0.0)
    scale = Scale(low if low < 1 else 0.9, 1.0, len(own))
    marks = [
        {
            "x": round(scale.left(at) + 0.1 * scale.width, 2),
            "middle": scale.middle(at),
            "bad": _y(scale, bad[at]),
            "good": _y(scale, good[at]),
            "played": _y(scale, level[at]),
            "predicted": _y(scale, predicted[at]),
        }
        for at in range(len(own))
    ]
    rows = [
        (
            names[at],
            f"{days.offered[row]:,.0f}",
            *(_share(values[at]) for values in (predicted, level, bad, good)),
            _share(float(days.probability[row]), 0),
        )
        for at, row in enumerate(own.tolist())
    ]
    drawn = _drawn(marks, scale, target)
    short = [f"{day.item():%d %b}" for day in days.day[own]]
    return {
        "chart": daily_chart(scale, drawn, short, lambda share: f"{share:.0%}"),
        "rows": rows,
        "target": target,
    }


def _drawn(marks: list[dict[str, Any]], scale: Scale, target: float | None) -> Markup:
    at = None if target is None else scale.y(target)
    return render(_MARKS, days=marks, target=at)


def _y(scale: Scale, value: float) -> float | None:
    return scale.y(value) if np.isfinite(value) else None


def _share(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}%}" if np.isfinite(value) else "–"
