"""A capacity plan as lines of text of at most 80 columns: a chart over the weeks, and when to hire.

Computes nothing but the picture.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np

from staffing.arrays import Floats
from staffing.records.capacity import CapacityPlan, CapacityTotals, CapacityWeeks
from staffing.report.text import Line
from staffing.report.text.chart import legend, marks
from staffing.wording import counted

_ROWS, _COLUMNS, _WIDTH = 10, 68, 80
SHOWN, LEAST_HOURS = 0.05, 0.5  # heads and hours: less prints as nought


def capacity_report(plan: CapacityPlan) -> Iterator[Line]:
    """Totals, the chart, and a table of the weeks with hires and of those that stay short."""
    weeks, totals = plan.weeks, plan.totals
    yield f"\n{plan.name}: heads from {weeks.monday[0]}, {counted(totals.weeks, 'week')}", "bold"
    yield from _chart(weeks)
    if not totals.hires:
        yield f"\n{_without_hires(totals)}", "bold"
    yield from _table(weeks)
    yield "", ""
    for line in textwrap.wrap(_totals(totals), _WIDTH):
        yield line, ""
    for note in plan.notes:
        for line in textwrap.wrap(note, _WIDTH):
            yield line, "dim"


def _totals(totals: CapacityTotals) -> str:
    return (
        f"{counted(totals.hires, 'hire')} for {totals.leavers:,.1f} expected leavers; "
        f"cost {totals.cost:,.0f} (at most {totals.gap:.2%} above the least possible, proven); "
        "replacing the leavers costs "
        f"{totals.turnover_cost:,.0f} at the usual 7,000 each; {totals.overtime_hours:,.0f} hours of "
        f"overtime, {totals.short_hours:,.0f} short in {counted(totals.short_weeks, 'week')}."
    )


def _without_hires(totals: CapacityTotals) -> str:
    if totals.short_hours < LEAST_HOURS:
        return "no hires are needed"
    return f"no hire pays off within the {totals.weeks} weeks; {totals.short_hours:,.0f} hours stay short"


def _chart(weeks: CapacityWeeks) -> Iterator[Line]:
    """Productive heads (overtime included) against those needed, one column a week."""
    group = -(-len(weeks) // _COLUMNS)
    there, needed = (_every(column, group) for column in (weeks.productive + weeks.overtime, weeks.needed))
    low = 0.9 * float(min(there.min(), needed.min()))
    high = float(max(there.max(), needed.max(), low + 1e-9))
    for level in np.linspace(high, low, _ROWS, endpoint=False):
        yield f"{level:8.1f} ┤{''.join(marks(needed, there, float(level)))}", ""
    yield f"{'':9}└{'─' * len(there)}", "dim"
    yield f"{'':10}{legend()}", "dim"


def _every(column: Floats, group: int) -> Floats:
    return np.array([column[start : start + group].mean() for start in range(0, len(column), group)])


def _table(weeks: CapacityWeeks) -> Iterator[Line]:
    """Of many weeks in a row that are only short, the first and the last."""
    changing = (weeks.hire > 0) | (weeks.joining > 0)
    short = weeks.short >= SHOWN
    alike = np.zeros(len(weeks), dtype=np.bool_)
    alike[1:-1] = (short & ~changing)[1:-1] & (short & ~changing)[:-2] & (short & ~changing)[2:]
    rows = np.flatnonzero((changing | short) & ~alike)
    if not len(rows):
        return
    yield (
        f"\n{'week of':12}{'hire':>6}{'join':>6}{'heads':>9}{'productive':>12}{'overtime':>10}{'needed':>9}"
        f"{'short':>8}",
        "bold",
    )
    for row in rows.tolist():
        yield (
            f"{weeks.monday[row]!s:12}{weeks.hire[row]:6.0f}{weeks.joining[row]:6.0f}{weeks.heads[row]:9.1f}"
            f"{weeks.productive[row]:12.1f}{weeks.overtime[row]:10.1f}{weeks.needed[row]:9.1f}"
            f"{weeks.short[row]:8.1f}",
            "",
        )
        if alike[row + 1 : row + 2].any():
            yield "…", "dim"
