"""What a play says besides its days: the intervals that lose most, the price of confidence, the repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffing.records.schedule import RepairRound, Summary
from staffing.records.simulation import Simulated
from staffing.report.html.template import render
from staffing.report.words.simulation import WORST, confidence_sentence, repair_sentence, worst_sentence

if TYPE_CHECKING:
    from markupsafe import Markup

_HEADS = ["round", "evened", "raised", "lowered", "paid hours", "points short", "as forecast", "kept"]
_TEMPLATE = """
{% if worst %}<h3>{{ title }}</h3><ul>{% for one in worst %}<li>{{ one }}</li>{% endfor %}</ul>{% endif %}
{% if confidence %}<p>{{ confidence }}</p>{% endif %}
{% if repair %}<h3>Repair</h3>
<p>{{ repair }} Evened: intervals that must have their heads in every part.
Raised and lowered: intervals whose target was raised or lowered for the next schedule.</p>
{{ table(heads, rounds, "Rounds of the repair") }}{% endif %}
"""


def simulation_notes(played: Simulated, summary: Summary) -> Markup:
    """Sentences and lists; the rounds of a repair as a table, the first schedule first."""
    several = len(played.queues) > 1
    return render(
        _TEMPLATE,
        title=WORST.capitalize(),
        worst=[worst_sentence(one, several=several) for one in played.worst],
        confidence=confidence_sentence(summary),
        repair=repair_sentence(summary.repair),
        heads=_HEADS,
        rounds=[_round(number, one) for number, one in enumerate(summary.repair)],
    )


def _round(number: int, one: RepairRound) -> tuple[str, ...]:
    return (
        f"round {number}" if number else "at first",
        f"{one.evened:,}",
        f"{one.raised:,}",
        f"{one.lowered:,}",
        f"{one.paid_hours:,.1f}",
        f"{100 * one.shortfall:.2f}",
        "·" if one.service_level is None else f"{one.service_level:.1%}",
        "yes" if one.is_kept else "no",
    )
