"""Forecasts as they were published, against what came: how good they are, and whether they drift."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.errors import InputError, PlanError, Problem, UsageError
from staffing.forecast.accuracy.drift import (
    Compared,
    Version,
    accuracy_of,
    compare,
    drift_of,
    error_bias_coverage,
    lately,
)
from staffing.plan.day.read_actuals import actual_history
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Alerts
from staffing.plan.run.published import read_believed
from staffing.plan.run.stored import RunPlace, opened_runs
from staffing.records.drift import Drift, DriftReport
from staffing.wording import counted


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
        crossed=(*_lately_crossed(compared, alerts), *_drifting(drifts, alerts)),
        notes=(*history.notes, *notes),
    )


def _versions(place: RunPlace) -> tuple[PlanFile, list[Version], list[str]]:
    """The newest plan, and every forecast that can be read; a note for those that cannot."""
    found: list[tuple[PlanFile, Version]] = []
    notes = []
    with opened_runs(place) as runs:
        for run in runs:
            try:
                found.append(read_believed(run))
            except PlanError:
                notes.append(f"{run}: made by another version of staffing, left out")
            except (InputError, UsageError) as error:
                notes.append(f"{run}: damaged, left out: {str(error).splitlines()[0]}")
    if not found:
        hint = "; ".join(notes) or "make one with staffing plan"
        raise InputError(Problem(str(place), "at least one run that can be read", hint))
    found.sort(key=lambda run: (run[1].as_of, run[1].name))
    return found[-1][0], [version for _, version in found], notes


def _lately_crossed(compared: Compared, alerts: Alerts) -> Iterator[str]:
    """Declared thresholds, on the last days of each queue."""
    for queue in dict.fromkeys(compared.queue.tolist()):
        recent = lately(compared.rows(compared.queue == queue), alerts.forecast_days)
        wape, bias, coverage = error_bias_coverage(recent)
        days = f"{queue}, last {counted(len(np.unique(recent.day)), 'day')}"
        if alerts.forecast_wape is not None and wape > alerts.forecast_wape:
            yield f"{days}: forecast error (WAPE) {wape:.1%}, limit {alerts.forecast_wape:.1%}"
        if alerts.forecast_bias is not None and abs(bias) > alerts.forecast_bias:
            yield f"{days}: forecast bias {bias:+.1%}, limit {alerts.forecast_bias:.1%}"
        if alerts.forecast_coverage is not None and coverage < alerts.forecast_coverage:
            yield f"{days}: {coverage:.0%} within the 80 % range, limit {alerts.forecast_coverage:.0%}"


def _drifting(drifts: list[Drift], alerts: Alerts) -> Iterator[str]:
    for drift in drifts:
        over, under = float(drift.over[-1]), float(drift.under[-1])
        if max(over, under) > alerts.drift:
            first = drift.since()
            came, expected = drift.came[first:].sum(), drift.expected[first:].sum()
            which = "over" if over >= under else "under"
            more, sum_ = came / max(expected, 1e-9) - 1, max(over, under)
            yield (
                f"{drift.queue}: contacts {which} forecast since {drift.day[first]} ({more:+.1%}); "
                f"drift {sum_:.1f} > {alerts.drift:g}"
            )
