"""An account as one page: the sentence, the causes as bars, the table, and a row per period."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from staffing.records.explanation import ExplainedRun, Explanation
from staffing.report.html.page import escape, write_page
from staffing.report.html.template import render
from staffing.report.words.explanation import (
    TITLES,
    cause_rows,
    headline,
    lunch_sentence,
    others,
    percent,
    remarks,
    signed,
)

if TYPE_CHECKING:
    from markupsafe import Markup

_BARS = """
<div class="fall" aria-hidden="true">{% for bar in bars %}
<span>{{ bar.title }}</span>
<i><b class="{{ bar.kind }}" style="left:{{ bar.left }}%;width:{{ bar.width }}%"></b></i>
<em>{{ bar.text }}</em>{% endfor %}
</div>"""

_BODY = """<h1>{title}</h1>
<p class="sub">{span}: planned and actual service level, and what lies between</p>
<p><strong>{headline}</strong></p>
<figure>{bars}</figure>
<table><thead><tr><th>cause<th>points<th>planned<th>actual</tr></thead><tbody>{causes}</tbody></table>
{remarks}
{lunches}
<h2>By {by}</h2>
<table><thead><tr><th>{by}<th>planned<th>actual{heads}</tr></thead><tbody>{periods}</tbody></table>"""


def write_explanation_html(path: str | Path, run: ExplainedRun) -> None:
    """Write the page; reading it needs nothing but a browser."""
    whole, account = run.whole, run.explanation
    said = [others(whole, 0), *remarks(whole, 0)]
    found = "".join(f"<li>{escape(lunch_sentence(one))}" for one in run.lunches)
    body = _BODY.format(
        title=escape(run.name),
        span=whole.periods[0].replace("/", " to "),
        headline=escape(headline(whole, 0)),
        bars=_bars(whole),
        causes="".join(
            f"<tr><td>{escape(row.title)}<td>{row.points}<td>{row.planned}<td>{row.actual}</tr>"
            for row in cause_rows(whole, 0)
        ),
        remarks="".join(f"<p>{escape(text)}</p>" for text in said if text),
        lunches=f"<h2>Too many lunches and breaks at the same time</h2><ul>{found}</ul>" if found else "",
        by=account.by,
        heads="".join(f"<th>{escape(TITLES[factor])}" for factor in _shown(account)),
        periods="".join(_period(account, period) for period in range(len(account.periods))),
    )
    write_page(path, f"{run.name}: why", body)


def _shown(account: Explanation) -> list[str]:
    """The causes that did anything in some period."""
    return [factor for factor in account.factors if account.part("service_level", factor).any()]


def _period(account: Explanation, period: int) -> str:
    points = [100 * float(account.part("service_level", factor)[period]) for factor in _shown(account)]
    cells = "".join(f"<td{' class=short' if value <= -1 else ''}>{signed(value)}" for value in points)
    service = f"<td>{percent(account.planned[0, period])}<td>{percent(account.actual[0, period])}"
    name = account.periods[period][:16].replace("T", " ")  # half-hours by the clock
    return f"<tr><td>{escape(name)}{service}{cells}</tr>"


def _bars(whole: Explanation) -> Markup:
    """From planned to actual, a bar for each cause where the one before it ends."""
    level = 100 * float(whole.planned[0, 0])
    steps = [(factor, 100 * float(whole.part("service_level", factor)[0])) for factor in _shown(whole)]
    ends, at = [level], level
    for _, points in steps:
        at += points
        ends.append(at)
    low, high = min(ends) - 1.0, max(ends) + 1.0

    def x(value: float) -> float:
        return round(100 * (value - low) / (high - low), 1)

    rows = [("planned", level, level, ""), *_rows(steps, level), ("actual", at, at, "")]
    bars = [
        {
            "title": title,
            "kind": "short" if end < start else "met" if change else "end",
            "left": x(min(start, end)),
            "width": round(abs(x(end) - x(start)), 1),
            "text": change or f"{end:.1f}%",
        }
        for title, start, end, change in rows
    ]
    return render(_BARS, bars=bars)


def _rows(steps: Sequence[tuple[str, float]], level: float) -> list[tuple[str, float, float, str]]:
    rows = []
    for factor, points in steps:
        rows.append((TITLES[factor], level, level + points, signed(points)))
        level += points
    return rows
