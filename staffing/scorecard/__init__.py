"""What happened, and how good it was: the 23 operating metrics of a customer service centre.

Source of formulas, norms and aims: a customer-service-centre standard that attributes its norms to Jon Anton,
Center for Customer-Driven Quality, Purdue University (docs/reference/scorecard.md).
"""

from __future__ import annotations

# key as in the plan and in the output → the module whose METRICS holds it; the order is the one shown
METRICS: dict[str, str] = {
    "service_level": "staffing.scorecard.metrics.service",
    "speed_of_answer": "staffing.scorecard.metrics.service",
    "queue_time": "staffing.scorecard.metrics.service",
    "queue_placement": "staffing.scorecard.metrics.service",
    "rings": "staffing.scorecard.metrics.service",
    "abandon_rate": "staffing.scorecard.metrics.access",
    "time_to_abandon": "staffing.scorecard.metrics.access",
    "answered_rate": "staffing.scorecard.metrics.access",
    "blockage": "staffing.scorecard.metrics.access",
    "total_calls": "staffing.scorecard.metrics.access",
    "handle_time": "staffing.scorecard.metrics.handling",
    "talk_time": "staffing.scorecard.metrics.handling",
    "hold_time": "staffing.scorecard.metrics.handling",
    "after_call_work": "staffing.scorecard.metrics.handling",
    "transfer_rate": "staffing.scorecard.metrics.handling",
    "first_call_resolution": "staffing.scorecard.metrics.handling",
    "adherence": "staffing.scorecard.metrics.people",
    "attendance": "staffing.scorecard.metrics.people",
    "occupancy": "staffing.scorecard.metrics.people",
    "calls_per_hour": "staffing.scorecard.metrics.people",
    "monitoring_score": "staffing.scorecard.metrics.people",
    "turnover": "staffing.scorecard.metrics.people",
    "cost_per_call": "staffing.scorecard.metrics.costs",
}
GRAINS = ("half-hour", "hour", "day", "week", "month", "quarter", "year")  # finest first
