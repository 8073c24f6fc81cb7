"""The schedule as one page: totals, days and a chart of each day.

Computes nothing but the picture: hand-drawn SVG stays small and prints well (64 kB against megabytes).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.coverage import Coverage
from staffing.records.schedule import DaySummary, QueueService, Summary
from staffing.report.html.page import escape, write_page
from staffing.report.words.proof import above_least
from staffing.timegrid import clock, local_day, minute_of_day
from staffing.wording import counted

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 860, 170, 44, 22

_BODY = """<h1>{title}</h1>
<p class="sub">{span}</p>
<dl>{tiles}</dl>
{queues}<h2>Days</h2>
<table><thead><tr><th>day<th>offered<th>peak heads<th>shifts<th>paid hours<th>service level<th>hours short
<th>hours spare</tr></thead><tbody>{rows}</tbody></table>
<h2>Heads by interval</h2>
<p class="key">Line: required.<span style="background:var(--met)"></span>covered
<span style="background:var(--spare)"></span>surplus
<span style="background:var(--short)"></span>short</p>
{charts}
{sections}"""


def write_schedule_html(
    path: str | Path,
    name: str,
    summary: Summary,
    days: Sequence[DaySummary],
    coverage: Coverage,
    *,
    sections: Sequence[str] = (),
) -> None:
    """Write the page, with further `sections` of HTML at its end; reading it needs nothing but a browser."""
    local = coverage.local
    date = local_day(local)
    charts = []
    for day in days:
        inside = (date == np.datetime64(day.date)) & ((coverage.required > 0) | (coverage.working > 0))
        if inside.any():
            chart = _chart(
                minute_of_day(local)[inside],
                coverage.required[inside],
                coverage.working[inside],
                coverage.interval_minutes,
            )
            charts.append(f"<figure><figcaption>{day.weekday} {day.date}</figcaption>{chart}</figure>")
    body = _BODY.format(
        title=escape(name),
        span=f"{days[0].date} to {days[-1].date}, {counted(len(days), 'day')}",
        tiles="".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in _tiles(summary)),
        queues=_queues(summary.queues),
        rows="".join(map(_row, days)),
        charts="\n".join(charts),
        sections="\n".join(sections),
    )
    write_page(path, name, body)


def _tiles(summary: Summary) -> list[tuple[str, str]]:
    service = "unknown" if summary.service_level is None else f"{summary.service_level:.1%}"
    excess = above_least(summary)
    simulated = summary.simulated_service_level
    return [
        ("service level", service),
        *([] if simulated is None else [("service level played", f"{simulated:.1%}")]),
        ("contacts", f"{summary.offered:,.0f}"),
        ("paid hours", f"{summary.paid_hours:,.1f}"),
        ("shifts", f"{summary.shifts:,}"),
        ("above least cost, at most", "unknown" if excess is None else f"{excess:.2%}"),
        (
            "intervals short"
            if summary.service_period == "interval"
            else "intervals below a target of their own",
            f"{summary.under_agent_intervals} of {summary.intervals}",
        ),
        ("hours spare", f"{summary.over_agent_hours:,.1f}"),
        ("hours finishing contacts after shifts", f"{summary.hours_after_shift_end:,.1f}"),
    ]


def _queues(queues: Sequence[QueueService]) -> str:
    """A table of queues where there are several: contacts, service, and what is asked for."""
    if not queues:
        return ""
    rows = []
    for one in queues:
        shares = (one.service_level, one.target)
        level, target = ("–" if share is None else f"{share:.1%}" for share in shares)
        rows.append(f"<tr><td>{escape(one.queue)}<td>{one.offered:,.0f}<td>{level}<td>{target}</tr>")
    head = "<thead><tr><th>queue<th>offered<th>service level<th>target</tr></thead>"
    return f"<h2>Queues</h2>\n<table>{head}<tbody>{''.join(rows)}</tbody></table>\n"


def _row(day: DaySummary) -> str:
    if not (day.offered or day.shifts or day.peak_required):
        return f'<tr class="closed"><td>{day.weekday} {day.date}' + "<td>·" * 7 + "</tr>"
    service = "–" if day.service_level is None else f"{day.service_level:.1%}"
    short = ' class="short"' if day.under_agent_hours > 0.05 else ""
    return (
        f"<tr><td>{day.weekday} {day.date}<td>{day.offered:,.0f}<td>{day.peak_required:,.1f}"
        f"<td>{day.shifts:,}<td>{day.paid_hours:,.1f}<td>{service}"
        f"<td{short}>{day.under_agent_hours:,.1f}<td>{day.over_agent_hours:,.1f}</tr>"
    )


def _chart(minutes: Ints, required: Floats, working: Floats, interval_minutes: int) -> str:
    """Bars of heads working under the line of heads required, one bar per interval."""
    top = max(float(required.max()), float(working.max())) * 1.05
    width = (_WIDTH - _LEFT) / len(minutes)
    parts = [f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">']

    def y(heads: float) -> float:
        return round((_HEIGHT - _BOTTOM) * (1 - heads / top), 1)

    for level in (0.0, top / 2.1, top / 1.05):
        parts.append(f'<text x="{_LEFT - 6}" y="{y(level) + 4}" text-anchor="end">{level:.0f}</text>')
    line = []
    for i, (minute, need, have) in enumerate(
        zip(minutes.tolist(), required.tolist(), working.tolist(), strict=True)
    ):
        x = round(_LEFT + i * width, 1)
        what = f"{clock(minute)} required {need:.1f}, working {have:.1f}"
        bars = [(0.0, min(need, have), "met"), (need, have, "spare"), (have, need, "short")]
        parts.append(f"<g><title>{what}</title>")
        for low, high, kind in bars:
            if high - low > 1e-6:
                parts.append(
                    f'<rect x="{x}" y="{y(high)}" width="{width - 1:.1f}" height="{y(low) - y(high):.1f}" '
                    f'fill="var(--{kind})"/>'
                )
        parts.append("</g>")
        line.append(f"{x},{y(need)} {round(x + width - 1, 1)},{y(need)}")
        if minute % max(interval_minutes, 60) == 0:
            parts.append(f'<text x="{x}" y="{_HEIGHT - 6}">{minute // 60:02d}</text>')
    parts.append(
        f'<polyline points="{" ".join(line)}" fill="none" stroke="var(--need)" stroke-width="1.4"/></svg>'
    )
    return "".join(parts)
