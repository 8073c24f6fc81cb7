"""An account as one page: the sentence, the causes as bars, the table, and a row per period."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from staffing.records.explanation import ExplainedRun, Explanation
from staffing.report.html.page import escape, write_page
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

_WIDTH, _ROW, _LEFT, _RIGHT = 860, 26, 230, 60

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


def _bars(whole: Explanation) -> str:
    """From planned to actual, a bar for each cause where the one before it ends."""
    level = 100 * float(whole.planned[0, 0])
    steps = [(factor, 100 * float(whole.part("service_level", factor)[0])) for factor in _shown(whole)]
    ends, at = [level], level
    for _, points in steps:
        at += points
        ends.append(at)
    low, high = min(ends) - 1.0, max(ends) + 1.0

    def x(value: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low), 1)

    parts = [f'<svg viewBox="0 0 {_WIDTH} {_ROW * (len(steps) + 2)}" role="img">']
    rows = [("planned", level, level, ""), *_rows(steps, level), ("actual", at, at, "")]
    for place, (title, start, end, change) in enumerate(rows):
        y = place * _ROW
        left, right = sorted((x(start), x(end)))
        fill = "var(--short)" if end < start else "var(--met)"
        label = change or f"{end:.1f}%"
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(title)}</text>')
        if change:
            parts.append(
                f'<rect x="{left}" y="{y + 4}" width="{max(right - left, 1):.1f}" height="{_ROW - 8}" '
                f'fill="{fill}"/>'
            )
        else:
            parts.append(f'<circle cx="{left}" cy="{y + _ROW / 2}" r="4" fill="var(--need)"/>')
        parts.append(f'<text x="{right + 8}" y="{y + 17}">{label}</text>')
    return "".join([*parts, "</svg>"])


def _rows(steps: Sequence[tuple[str, float]], level: float) -> list[tuple[str, float, float, str]]:
    rows = []
    for factor, points in steps:
        rows.append((TITLES[factor], level, level + points, signed(points)))
        level += points
    return rows
