"""The thresholds of `[alerts]` that a run can cross: an outcome to be told of, not an error."""

from __future__ import annotations

from staffing.plan.file.schema import Alerts
from staffing.records.coverage import Coverage


def run_alerts(alerts: Alerts, coverage: Coverage) -> tuple[str, ...]:
    """In words, what a run crosses: none where the plan declares nothing."""
    limit, required = alerts.understaffing, float(coverage.required.sum())
    if limit is None or required <= 0:
        return ()
    share = float(coverage.under.sum()) / required
    if share <= limit:
        return ()
    return (f"understaffing: {share:.1%} of the required hours are short, limit {limit:.1%}",)
