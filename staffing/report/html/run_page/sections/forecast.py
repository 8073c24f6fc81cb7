"""The forecast by day with its range, and the eight weeks behind it; how well such forecasts have done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from staffing.arrays import Floats, Times
from staffing.records.run_page import RunPage
from staffing.report.html.run_page.daily_chart import Scale, daily_chart, round_top
from staffing.report.html.run_page.open_rows import OpenRows
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.run_page.views import queue_views
from staffing.report.html.run_page.weeks_behind import days_behind
from staffing.report.html.template import render
from staffing.timegrid import local_day

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = """
{% for one in charts %}
<figure data-view="{{ one.view }}"><figcaption>{{ one.name }}: contacts by day</figcaption>
<p class="key">{% if one.behind %}<b class="past"></b> actual{% endif %} <b class="ahead"></b> forecast
{% if one.has_range %}<b class="range"></b> 80 % range{% endif %}</p>
{{ one.chart }}
<details><summary>Table</summary>{{ table(one.heads, one.rows, "Contacts by day") }}</details>
</figure>
{% endfor %}
{% if charts|length > 1 %}
<p class="note">Ranges are shown for single queues only: those of several queues do not add up.</p>{% endif %}
{% if not has_past %}
<p class="note">The history is not stored with the run, so it is not shown here.</p>{% endif %}
{% if methods %}<h3>How it was forecast</h3>
<p>Error: how far past forecasts were off, interval by interval, as a share of the contacts that came (WAPE).
Bias: above zero, forecasts were too high.</p>
{{ table(["queue", "method", "days of history", "error", "bias"], methods, "How each queue was forecast") }}
{% endif %}
"""
_MARKS = """
{% for bar in past %}
<rect class="past" x="{{ bar.x }}%" y="{{ bar.y }}" height="{{ bar.height }}"/>{% endfor %}
{% for bar in ahead %}<rect class="ahead" x="{{ bar.x }}%" y="{{ bar.y }}" height="{{ bar.height }}"/>
{%- if bar.low is not none %}
<line class="range" x1="{{ bar.middle }}%" x2="{{ bar.middle }}%" y1="{{ bar.low }}" y2="{{ bar.high }}"/>
{%- endif %}{% endfor %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection:  # noqa: ARG001
    """A chart for all contacts and one for each queue."""
    charts = [{"view": view, "name": name, **_chart(page, queue)} for view, name, queue in queue_views(page)]
    methods = [
        (
            one.queue,
            one.method.replace("-", " "),
            f"{one.days_of_history:,}",
            "–" if one.wape is None else f"{one.wape:.1%}",
            "–" if one.bias is None else f"{one.bias:+.1%}",
        )
        for one in page.methods
    ]
    html = render(_TEMPLATE, charts=charts, methods=methods, has_past=page.past is not None)
    return PageSection("forecast", "Forecast", html)


def _chart(page: RunPage, queue: str | None) -> dict[str, Any]:
    """Its marks, and the table behind them."""
    dates, offered, low, high = _ahead(page, queue)
    past_dates, past = days_behind(page, queue)
    first = min([*past_dates[:1], *dates[:1]])
    last = max([*past_dates[-1:], *dates[-1:]])
    count = int((last - first).astype(int)) + 1
    has_range = bool(np.isfinite(high).any())
    top = round_top(max(np.nanmax(high) if has_range else 0.0, *offered.tolist(), *past.tolist()))
    scale = Scale(0.0, top, count)
    labels = [f"{day.item():%d %b}" for day in first + np.arange(count).astype("timedelta64[D]")]
    marks = _marks(scale, first, (past_dates, past), (dates, offered, low, high))
    rows = [(f"{day.item():%a %d %b %Y}", "came", f"{value:,.0f}") for day, value in _pairs(past_dates, past)]
    rows += [
        (f"{day.item():%a %d %b %Y}", "forecast", f"{value:,.0f}{_range(low[at], high[at])}")
        for at, (day, value) in enumerate(_pairs(dates, offered))
    ]
    return {
        "chart": daily_chart(scale, marks, labels, lambda level: f"{level:,.0f}"),
        "behind": len(past) > 0,
        "has_range": has_range,
        "heads": ["day", "", "contacts (80 % range)" if has_range else "contacts"],
        "rows": rows,
    }


def _pairs(dates: Times, values: Floats) -> list[tuple[np.datetime64, float]]:
    return list(zip(dates, values.tolist(), strict=True))


def _range(low: float, high: float) -> str:
    return f" ({low:,.0f} to {high:,.0f})" if np.isfinite(low) else ""


def _ahead(page: RunPage, queue: str | None) -> tuple[Times, Floats, Floats, Floats]:
    """Local days, contacts, and their range: NaN of all queues together, and where a run does not keep it."""
    forecast = page.forecast
    mine = np.ones(len(forecast), dtype=bool) if queue is None else forecast.queue_names == queue
    dates, place = np.unique(local_day(forecast.local[mine]), return_inverse=True)
    offered = np.bincount(place.ravel(), np.nan_to_num(forecast.offered[mine]), len(dates)).astype(np.float64)
    low, high = np.full(len(dates), np.nan), np.full(len(dates), np.nan)
    daily = page.daily
    if daily is not None and (queue is not None or len(daily.queues) <= 1):
        own = np.ones(len(daily), dtype=bool) if queue is None else daily.queue_names == queue
        at = np.searchsorted(dates, daily.day[own])
        low[at], high[at] = daily.offered_p10[own], daily.offered_p90[own]
    return dates, offered, low, high


def _marks(
    scale: Scale,
    first: np.datetime64,
    behind: tuple[Times, Floats],
    ahead: tuple[Times, Floats, Floats, Floats],
) -> Markup:
    floor = scale.y(0.0)

    def bar(day: np.datetime64, value: float) -> dict[str, Any]:
        at, top = int((day - first).astype(int)), scale.y(value)
        x, middle = scale.left(at), round(scale.left(at) + 0.4 * scale.width, 2)
        return {"x": x, "middle": middle, "y": top, "height": round(floor - top, 1), "low": None}

    dates, offered, low, high = ahead
    bars = [bar(day, value) for day, value in _pairs(dates, offered)]
    for at, one in enumerate(bars):
        if np.isfinite(low[at]):
            one |= {"low": scale.y(low[at]), "high": scale.y(high[at])}
    past = [bar(day, value) for day, value in _pairs(*behind)]
    return render(_MARKS, past=past, ahead=bars)
