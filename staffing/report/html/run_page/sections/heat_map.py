"""Days by half-hours: where heads are short, even or spare, with the number in each cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows, day_names
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render
from staffing.timegrid import clock

SHORT, LITTLE = 0.05, 0.05  # heads that count as short; the share of the need that is little
_TEMPLATE = """
<p>Heads at work minus heads needed. Choose a cell to see its day and interval.
<span class="key"><b class="s2">−9</b> short <b class="s1">−1</b> a little short <b class="e">0</b> even
<b class="o1">+1</b> spare <b class="o2">+9</b> more than 5% spare</span></p>
<p class="note" id="heat-note"></p>
{% for week in weeks %}
<table class="heat" style="--slots:{{ slots|length }}"><caption>{{ week.name }}</caption>
<thead><tr><th scope="col">Day</th>{% for slot in slots %}<th scope="col">
{%- if slot.endswith(":00") %}<i>{{ slot[:2] }}</i><u>:00</u>
{%- else %}<u>{{ slot[:2] }}</u><i>{{ slot[2:] }}</i>{% endif %}
{%- endfor %}
<tbody>{% for day in week.days %}
<tr><th scope="row">{{ day.name }}{% for cell in day.cells %}
{%- if cell is none %}<td>{% else %}<td class={{ cell.kind }} data-i={{ cell.row }}>{{ cell.text }}
{%- endif %}{% endfor %}
{%- endfor %}</table>
{% endfor %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection:
    """A table a week; a cell is half an hour, of shorter intervals that with the fewest heads to spare."""
    coverage = page.coverage.together()
    need = rows.column(coverage.interval_start, coverage.required)
    have = rows.column(coverage.interval_start, coverage.working)
    slots = sorted(set(zip(rows.slots.tolist(), _turns(rows), strict=True)))
    weeks = list(_weeks(rows, slots, np.nan_to_num(need), np.nan_to_num(have)))
    names = [clock(slot) + "*" * turn for slot, turn in slots]
    if not weeks:
        return PageSection("heat-map", "Short and spare", render("<p>No interval has contacts or heads.</p>"))
    html = render(_TEMPLATE, weeks=weeks, slots=names)
    return PageSection("heat-map", "Short and spare", html, script="heat_map.js")


def difference_text(difference: float) -> str:
    """`−.4`, `−12`, `0`, `+3`: a shortage of less than a head to a tenth."""
    if difference <= -SHORT:
        return f"−{-difference:.1f}".replace("0.", ".") if difference > -0.95 else f"−{-difference:.0f}"
    return f"+{difference:.0f}" if difference >= 0.5 else "0"


def difference_kind(difference: float, need: float) -> str:
    """`s2`, `s1`: short by more than a twentieth of the need, or less; `e`; `o1`, `o2`: spare likewise."""
    is_little = abs(difference) <= max(LITTLE * need, 1.0)
    if difference <= -SHORT:
        return "s1" if is_little else "s2"
    if difference < 0.5:
        return "e"
    return "o1" if is_little else "o2"


def _turns(rows: OpenRows) -> list[int]:
    """1 where clocks have gone back, and a time of the day comes a second time; else 0."""
    back = np.zeros(len(rows), dtype=np.int64)
    for day in range(len(rows.dates)):
        mine = np.flatnonzero(rows.day == day)
        if len(mine) and (np.diff(rows.minute[mine]) <= 0).any():
            after = int(np.flatnonzero(np.diff(rows.minute[mine]) <= 0)[0]) + 1
            seen = set(rows.minute[mine[:after]].tolist())
            back[mine[after:]] = [int(minute in seen) for minute in rows.minute[mine[after:]].tolist()]
    return back.tolist()


def _weeks(
    rows: OpenRows, slots: list[tuple[int, int]], need: Floats, have: Floats
) -> Iterator[dict[str, Any]]:
    """Monday to Sunday; a closed day has empty cells, and a week of closed days is left out."""
    column = {slot: at for at, slot in enumerate(slots)}
    turns, names = _turns(rows), day_names(rows.dates)
    days: dict[str, list[dict[str, Any]]] = {}
    for day, date in enumerate(rows.dates.tolist()):
        cells: list[dict[str, Any] | None] = [None] * len(slots)
        for row in np.flatnonzero(rows.day == day).tolist():
            at = column[int(rows.slots[row]), turns[row]]
            spare, known = float(have[row] - need[row]), cells[at]
            if known is None or spare < known["spare"]:
                first = row if known is None else known["row"]
                kind = difference_kind(spare, float(need[row]))
                cells[at] = {"row": first, "spare": spare, "kind": kind, "text": difference_text(spare)}
        monday = date.toordinal() - date.weekday()
        days.setdefault(f"Week of {date.fromordinal(monday):%d %B %Y}", []).append(
            {"name": names[day], "cells": cells}
        )
    for name, own in days.items():
        if any(cell is not None for day in own for cell in day["cells"]):
            yield {"name": name, "days": own}
