"""The prices of the ways to answer several queues, in words."""

from __future__ import annotations

from staffing.records.schedule import QueueCosts

_WAYS = {
    "alone": "with each queue alone",
    "groups": "in the groups",
    "merge": "as one queue that everybody answers",
}


def queue_costs_words(costs: QueueCosts) -> str:
    """`By sizing, agents cost 1,170 hours with each queue alone (as planned), or 950 (-18.8%) as one …`."""
    here = getattr(costs, costs.chosen)
    known = {way: getattr(costs, way) for way in _WAYS if way != costs.chosen}
    others = [
        f"{cost:,.0f} ({cost / here - 1.0:+.1%}) {_WAYS[way]}"
        for way, cost in known.items()
        if cost is not None and here
    ]
    said = f"By sizing, agents cost {here:,.0f} hours {_WAYS[costs.chosen]} (as planned)"
    return ", or ".join([said, *others]) + "."
