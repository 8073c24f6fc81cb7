"""Forecasts as they were published, against what came: how good they are, and whether they drift."""

from __future__ import annotations

from staffing.errors import InputError, Problem
from staffing.forecast.accuracy.drift import (
    Version,
    accuracy_of,
    compare,
    drift_of,
)
from staffing.plan.day.read_actuals import actual_history
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.drift_limits import drifting_queues, lately_crossed, readable_versions
from staffing.plan.run.stored import RunPlace, opened_runs
from staffing.records.drift import DriftReport


def measure_drift(
    place: RunPlace, actuals: str, *, plan: PlanFile | None = None, format_name: str | None = None
) -> DriftReport:
    """Compare all runs of a place with a history; the [alerts] are the newest run's, or those of `plan`.

    InputError where there is no run, or none of its days is known.
    """
    newest, versions, notes = _versions(place)
    plan = plan or newest
    alerts = plan.sections.alerts
    history = actual_history(actuals, plan, format_name)
    compared = compare(versions, history)
    if not len(compared.came):
        expected = "days that the runs forecast"
        raise InputError(Problem(actuals, expected, "give the interval export of days after the oldest run"))
    drifts = drift_of(compared)
    return DriftReport(
        name=plan.name,
        versions=len(set(compared.version.tolist())),
        accuracy=accuracy_of(compared),
        drifts=tuple(drifts),
        limit=alerts.drift,
        crossed=(*lately_crossed(compared, alerts), *drifting_queues(drifts, alerts)),
        notes=(*history.notes, *notes),
    )


def _versions(place: RunPlace) -> tuple[PlanFile, list[Version], list[str]]:
    """The newest plan, and every forecast that can be read; a note for those that cannot."""
    with opened_runs(place) as runs:
        found, notes = readable_versions(runs)
    if not found:
        hint = "; ".join(notes) or "make one with staffing plan"
        raise InputError(Problem(str(place), "at least one run that can be read", hint))
    return found[-1][0], [version for _, version in found], notes
