"""The runs that lie in an output folder."""

from __future__ import annotations

from pathlib import Path

from staffing.errors import InputError
from staffing.plan.run.publish import LATEST
from staffing.plan.run.published import read_summary, read_trace, run_name
from staffing.plan.run.stored import runs_there
from staffing.records.runs import ALERTS, DAMAGED, GOOD, ListedRun


def list_runs(out: Path) -> list[ListedRun]:
    """The runs under an output folder, the oldest moment first; InputError where it holds none."""
    folders = runs_there(out)
    latest = (out / LATEST).resolve() if (out / LATEST).exists() else None
    return [_listed(folder, is_latest=folder.resolve() == latest) for folder in folders]


def _listed(folder: Path, *, is_latest: bool) -> ListedRun:
    name = run_name(folder)
    try:
        trace, summary = read_trace(folder), read_summary(folder)
    except InputError as error:
        why = str(error).splitlines()[0]
        return ListedRun(name, str(folder), is_latest, DAMAGED, why=why)
    return ListedRun(
        name=name,
        folder=str(folder),
        is_latest=is_latest,
        status=ALERTS if trace.alerts else GOOD,
        as_of=trace.as_of,
        started=trace.started,
        version=trace.version,
        paid_hours=summary.paid_hours,
        service_level=summary.service_level,
        simulated_service_level=summary.simulated_service_level,
        gap=summary.gap,
        notes=len(trace.notes),
        alerts=len(trace.alerts),
    )
