"""A capacity plan as a page: productive heads against need over the weeks, and the hires."""

from __future__ import annotations

from pathlib import Path

from staffing.records.capacity import CapacityPlan, CapacityWeeks
from staffing.report.html.page import escape, write_page
from staffing.wording import counted

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 860, 260, 50, 24
_PEOPLE = ("hire", "joining")  # whole
_SHOWN = ("needed", "hire", "joining", "leaving", "heads", "productive", "overtime", "short")


def write_capacity_html(path: str | Path, plan: CapacityPlan) -> None:
    """Write the page; the notes stand under the table."""
    weeks, totals = plan.weeks, plan.totals
    heads = "".join(f"<th>{column}" for column in ("week of", *_SHOWN))
    rows = "".join(_row(weeks, row) for row in range(len(weeks)))
    said = (
        f"{counted(totals.hires, 'hire')}, {totals.leavers:,.1f} expected leavers, cost {totals.cost:,.0f} "
        f"(at most {totals.gap:.2%} above the least possible), {totals.short_hours:,.0f} hours short"
    )
    notes_below = "".join(f"<p>{escape(note)}</p>" for note in plan.notes)
    body = (
        f"<h1>{escape(plan.name)}: heads by week</h1><p>{said}</p>\n"
        f'<div class="scroll" tabindex="0">{_chart(weeks)}</div>\n'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n{notes_below}"
    )
    write_page(path, plan.name, body)


def _row(weeks: CapacityWeeks, row: int) -> str:
    cells = "".join(
        f"<td>{getattr(weeks, column)[row]:,.{0 if column in _PEOPLE else 1}f}" for column in _SHOWN
    )
    return f"<tr><td>{weeks.monday[row]}{cells}</tr>"


def _chart(weeks: CapacityWeeks) -> str:
    """Bars of productive heads, overtime on top, under the line of heads needed; hires as marks."""
    top = 1.08 * max(float((weeks.productive + weeks.overtime).max()), float(weeks.needed.max()), 1e-9)
    width = (_WIDTH - _LEFT) / len(weeks)

    def y(heads: float) -> float:
        return round((_HEIGHT - _BOTTOM) * (1 - heads / top), 1)

    parts = [f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">']
    parts += [
        f'<text x="{_LEFT - 6}" y="{y(level) + 4}" text-anchor="end">{level:.0f}</text>'
        for level in (0.0, top / 2.16, top / 1.08)
    ]
    line = []
    for row in range(len(weeks)):
        x = round(_LEFT + row * width, 1)
        have, extra = float(weeks.productive[row]), float(weeks.overtime[row])
        need, hire = float(weeks.needed[row]), float(weeks.hire[row])
        said = f"{weeks.monday[row]}: needed {need:.1f}, productive {have:.1f}, hire {hire:.0f}"
        parts.append(f"<g><title>{said}</title>")
        for low, high, colour in ((0.0, have, "var(--met)"), (have, have + extra, "var(--extra)")):
            box = f'x="{x}" y="{y(high)}" width="{width - 1:.1f}" height="{y(low) - y(high):.1f}"'
            parts.append(f'<rect {box} fill="{colour}"/>')
        if hire:
            parts.append(f'<text x="{x}" y="{_HEIGHT - 6}">+{hire:.0f}</text>')
        parts.append("</g>")
        line.append(f"{x},{y(need)} {round(x + width - 1, 1)},{y(need)}")
    return "".join([*parts, f'<polyline points="{" ".join(line)}" fill="none" stroke="var(--need)"/></svg>'])
