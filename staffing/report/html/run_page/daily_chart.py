"""A chart of days: percentages across, pixels down, so that its text is legible however narrow it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from staffing.report.html.template import render

if TYPE_CHECKING:
    from markupsafe import Markup

HEIGHT, _FOOT, _HEAD = 190, 22, 12  # px
_MOST_LABELS = 7
_LAST_LABEL = 85.0  # per cent across, from where on a label ends with its day
_STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)  # that an axis may end with
_TEMPLATE = """
<div class="chart" aria-hidden="true">
<svg class="axis" width="48" height="{{ height }}">
{% for level in levels %}
<text x="42" y="{{ level.y + 4 }}" text-anchor="end">{{ level.text }}</text>{% endfor %}
</svg>
<svg class="plot" width="100%" height="{{ height }}" style="--bar:{{ bar }}%">
{% for level in levels %}
<line class="grid" x1="0" x2="100%" y1="{{ level.y }}" y2="{{ level.y }}"/>{% endfor %}
{{ marks }}
{% for label in labels %}
<text x="{{ label.x }}%" y="{{ height - 6 }}" text-anchor="{{ label.anchor }}">{{ label.text }}</text>
{% endfor %}
</svg></div>
"""


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` up the chart, and `count` days across it."""

    low: float
    high: float
    count: int

    def y(self, value: float) -> float:
        """Pixels from the top; what lies beyond the scale stands at its edge."""
        share = (min(max(value, self.low), self.high) - self.low) / max(self.high - self.low, 1e-9)
        return round(_HEAD + (HEIGHT - _HEAD - _FOOT) * (1 - share), 1)

    def left(self, day: int) -> float:
        """Where the day begins, in per cent of the width."""
        return round(100 * day / self.count, 2)

    def middle(self, day: int) -> float:
        """Where its middle lies."""
        return round(100 * (day + 0.5) / self.count, 2)

    @property
    def width(self) -> float:
        """Of a day."""
        return round(100 / self.count, 2)


def daily_chart(
    scale: Scale, marks: Markup, day_labels: Sequence[str], level_text: Callable[[float], str]
) -> Markup:
    """The marks between an axis of three levels and at most seven labels of days."""
    step = -(-len(day_labels) // _MOST_LABELS)
    labels = [
        {"x": scale.left(at), "text": day_labels[at], "anchor": "start"}
        if scale.left(at) < _LAST_LABEL
        else {"x": round(scale.left(at) + scale.width, 2), "text": day_labels[at], "anchor": "end"}
        for at in range(0, len(day_labels), step)
    ]
    middle = (scale.low + scale.high) / 2
    levels = [{"y": scale.y(one), "text": level_text(one)} for one in (scale.low, middle, scale.high)]
    bar = round(0.8 * scale.width, 2)
    return render(_TEMPLATE, height=HEIGHT, bar=bar, levels=levels, marks=marks, labels=labels)


def round_top(value: float) -> float:
    """The next number of one or two digits and zeros that an axis may end with: 4,000 for 3,514."""
    if value <= 0:
        return 1.0
    power = 10.0 ** (len(f"{value:.0f}") - 1)
    return next(step * power for step in _STEPS if step * power >= value)
