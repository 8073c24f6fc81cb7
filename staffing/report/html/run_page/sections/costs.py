"""What each pattern of shifts costs."""

from __future__ import annotations

import numpy as np

from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows, texts
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render

_HEADS = ["pattern", "shifts", "paid hours", "share of hours", "cost an hour", "cost"]
_TEMPLATE = """
<div class="bars" aria-hidden="true">{% for bar in bars %}
<div><span>{{ bar.name }}</span><i style="width:{{ bar.width }}%"></i>
<em>{{ bar.text }}</em></div>{% endfor %}
</div>
{{ table(heads, rows, "Cost by pattern") }}
{% if is_plain %}<p class="note">The plan gives no prices: an hour of each pattern counts as 1.</p>
{% else %}<p class="note">Cost: paid hours times the price of the pattern; premiums and prices of shifts and
starts come on top, and are part of the objective.</p>{% endif %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:  # noqa: ARG001
    """Hours and cost by pattern, the plan's prices of an hour applied; None where there is no shift."""
    shifts = page.shifts
    if not len(shifts):
        return None
    table, bars = [], []
    total = float((shifts.agents * shifts.paid_hours).sum()) or 1.0
    for pattern in texts(shifts.pattern):
        mine = shifts.pattern == pattern
        hours = float((shifts.agents * shifts.paid_hours)[mine].sum())
        price = page.prices.get(pattern, 1.0)
        bars.append({"name": pattern, "width": round(60 * hours / total, 1), "text": f"{hours:,.0f} h"})
        table.append(
            (
                pattern,
                f"{int(np.sum(shifts.agents[mine])):,}",
                f"{hours:,.1f}",
                f"{hours / total:.0%}",
                f"{price:g}",
                f"{price * hours:,.0f}",
            )
        )
    is_plain = all(price == 1.0 for price in page.prices.values())
    html = render(_TEMPLATE, heads=_HEADS, rows=table, bars=bars, is_plain=is_plain)
    return PageSection("costs", "Cost by pattern", html)
