"""The limits of `[alerts]` on forecasts: what those that were published cross, by the contacts that came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from staffing.errors import InputError, PlanError, UsageError
from staffing.forecast.accuracy.drift import (
    Compared,
    Version,
    compare,
    drift_of,
    error_bias_coverage,
    lately,
)
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Alerts
from staffing.plan.run.published import RunFiles, RunFolder, read_believed, run_folders
from staffing.records.drift import Drift
from staffing.records.history import History
from staffing.wording import counted

MOST_RUNS = 60  # that a nightly plan looks back at


def drift_alerts(out: Path, history: History, alerts: Alerts) -> tuple[str, ...]:
    """What the forecasts published under `out` cross of the limits that a plan declares, by what came since.

    Nothing where none is declared, no run is there yet, or none of its days is known. The newest runs are
    enough: what was acted on is the newest forecast of each interval.
    """
    declared = alerts.model_fields_set & {"forecast_wape", "forecast_bias", "forecast_coverage", "drift"}
    folders = run_folders(out)[-MOST_RUNS:] if declared else []
    found, _ = readable_versions([RunFolder(folder) for folder in folders])
    if not found:
        return ()
    compared = compare([version for _, version in found], history)
    if not len(compared.came):
        return ()
    drifting = drifting_queues(drift_of(compared), alerts) if "drift" in declared else ()
    return (*lately_crossed(compared, alerts), *drifting)


def readable_versions(runs: Sequence[RunFiles]) -> tuple[list[tuple[PlanFile, Version]], list[str]]:
    """Of each run its plan and forecast, in order of time; a note for those that cannot be read."""
    found: list[tuple[PlanFile, Version]] = []
    notes = []
    for run in runs:
        try:
            found.append(read_believed(run))
        except PlanError:
            notes.append(f"{run}: made by another version of staffing, left out")
        except (InputError, UsageError) as error:
            notes.append(f"{run}: damaged, left out: {str(error).splitlines()[0]}")
    found.sort(key=lambda run: (run[1].as_of, run[1].name))
    return found, notes


def lately_crossed(compared: Compared, alerts: Alerts) -> Iterator[str]:
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


def drifting_queues(drifts: list[Drift], alerts: Alerts) -> Iterator[str]:
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
