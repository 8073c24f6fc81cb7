"""run.json: what a run was made of, so that any number in it can be traced."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.road import Walked
from staffing.plan.run.stage_clock import StageClock
from staffing.plan.scheduled import Scheduled
from staffing.progress import Progress
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.simulation import Simulated
from staffing.records.trace import SCHEMA, RunTrace
from staffing.simulation.handle_times import HandleTimeLaw, MeasuredHandling
from staffing.tables.database_url import without_password, without_passwords
from staffing.version import __version__

OPTIMAL = 1e-9  # a gap that is none
_MAY_HOLD_SECRETS = frozenset({"source", "query", "url"})


class Said(NamedTuple):
    """What a run says: notes, and the thresholds of `[alerts]` that it crosses."""

    notes: tuple[str, ...]
    alerts: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """A run that has begun: its plan, the moment asked, when that was, and the clock of its stages."""

    plan: PlanFile
    as_of: str | None
    started: dt.datetime
    clock: StageClock

    @classmethod
    def now(cls, plan: PlanFile, as_of: str | None, tell: Progress) -> Begun:
        """A run that begins now, and tells how far it is through its `clock`."""
        return cls(plan, as_of, dt.datetime.now(dt.UTC), StageClock(tell))

    @property
    def moment(self) -> np.datetime64:
        """When the run began."""
        return np.datetime64(self.started.replace(tzinfo=None), "s")

    def ended(
        self,
        walked: Walked,
        played: Simulated | None,
        inputs: list[dict[str, str | int]],
        said: Said,
        expected_days: int,
    ) -> RunTrace:
        """The trace of the run, which ends now; `expected_days` is how many a history should have."""
        made = walked.sized.made
        return RunTrace(
            schema=SCHEMA,
            version=__version__,
            as_of=self.plan.zone.text(made.as_of),
            started=self.started.isoformat(timespec="seconds"),
            ended=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            seconds=self.clock.seconds(),
            options={"plan": str(self.plan.path.absolute()), "as_of": self.as_of},
            plan=_without_passwords(json.loads(self.plan.sections.model_dump_json())),
            inputs=inputs,
            rows=_row_counts(walked, played, expected_days),
            treatments=list(walked.history.notes),
            patience_seconds=walked.sized.service.patience_seconds,
            patience_curve=_points(self.plan.patience_curve),
            handle_times=_times(self.plan.handle_times),
            forecast=[report.as_dict() for report in made.reports],
            solver=_solver(walked.scheduled),
            notes=list(said.notes),
            alerts=list(said.alerts),
            ended_by=walked.scheduled.summary.ended_by,
        )


def _row_counts(walked: Walked, played: Simulated | None, expected_days: int) -> dict[str, int]:
    rows = {
        "history": len(walked.history),
        "history_days": walked.history.known_at(walked.sized.made.as_of).days_known,
        "history_days_expected": expected_days,
        "history_left_out": walked.history.left_out,
        "history_repaired": walked.history.repaired,
        "forecast": len(walked.sized.made.forecast),
        "requirement": len(walked.sized.requirement),
        "shifts": len(walked.scheduled.shifts),
        "coverage": len(walked.scheduled.coverage),
    }
    if walked.scheduled.rostered is not None:
        rows |= walked.scheduled.rostered.rows()
    if played is not None:
        rows |= {"simulation": len(played.intervals), "simulation_days": len(played.days)}
    return rows


def _solver(scheduled: Scheduled) -> dict[str, str | float | None]:
    """Who solved it, how far it came, and how long that took."""
    summary = scheduled.summary
    proven = "optimal" if summary.gap <= OPTIMAL else "within the gap asked for"
    return {
        "name": summary.solver,
        "status": proven if summary.gap <= scheduled.effort.widest_gap + OPTIMAL else "feasible",
        "gap": summary.gap,
        "seconds": summary.solve_seconds,
    }


def _points(curve: PatienceCurve | None) -> dict[str, list[float]] | None:
    """By the headers of a curve's file."""
    if curve is None:
        return None
    return {"seconds": curve.seconds.tolist(), "still_waiting": curve.share.tolist()}


def _times(law: HandleTimeLaw) -> list[float] | None:
    """Those measured ÷ their mean; None of a law with a name, which the plan says."""
    return law.times.tolist() if isinstance(law, MeasuredHandling) else None


def _without_passwords(value: Any, key: str = "") -> Any:
    """The plan as it may lie in a run directory that others read: URLs and queries show no secret."""
    if isinstance(value, dict):
        return {name: _without_passwords(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_passwords(item, key) for item in value]
    if not isinstance(value, str) or key not in _MAY_HOLD_SECRETS:
        return value
    return without_passwords(without_password(value))
