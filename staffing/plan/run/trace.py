"""run.json: what a run was made of, so that any number in it can be traced."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.road import Walked
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.trace import RunTrace
from staffing.tables.database_url import file_of, is_database, without_password
from staffing.version import __version__


@dataclass(frozen=True)
class Begun:
    """A run that has begun: its plan, the moment asked, and when that was."""

    plan: PlanFile
    as_of: str | None
    started: dt.datetime

    @classmethod
    def now(cls, plan: PlanFile, as_of: str | None) -> Begun:
        """A run that begins now."""
        return cls(plan, as_of, dt.datetime.now(dt.UTC))

    def ended(self, walked: Walked, inputs: list[dict[str, str | int]], notes: Sequence[str]) -> RunTrace:
        """The trace of the run, which ends now."""
        made = walked.sized.made
        return RunTrace(
            version=__version__,
            as_of=self.plan.zone.text(made.as_of),
            started=self.started.isoformat(timespec="seconds"),
            ended=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            options={"plan": str(self.plan.path.absolute()), "as_of": self.as_of},
            plan=_without_passwords(json.loads(self.plan.sections.model_dump_json())),
            inputs=inputs,
            rows=_row_counts(walked),
            patience_seconds=walked.sized.service.patience_seconds,
            patience_curve=_points(self.plan.patience_curve),
            forecast=[report.as_dict() for report in made.reports],
            notes=list(notes),
        )


def _row_counts(walked: Walked) -> dict[str, int]:
    return {
        "history": len(walked.history),
        "forecast": len(walked.sized.made.forecast),
        "requirement": len(walked.sized.requirement),
        "shifts": len(walked.scheduled.shifts),
        "coverage": len(walked.scheduled.coverage),
    }


def _points(curve: PatienceCurve | None) -> dict[str, list[float]] | None:
    """By the headers of a curve's file."""
    if curve is None:
        return None
    return {"seconds": curve.seconds.tolist(), "still_waiting": curve.share.tolist()}


def _without_passwords(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan as it may lie in a run directory that others read."""
    if plan.get("history"):
        plan["history"]["source"] = without_password(plan["history"]["source"])
    return plan


def input_of(source: str, query: str | None) -> dict[str, str | int]:
    """An input's path, size and SHA-256; of a database its URL without the password, and the query."""
    url = without_password(source)
    if is_database(source) and file_of(source) is None:
        return {"path": url, "query": query or ""}
    path = Path(file_of(source) or source)
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise InputError(Problem(url, f"a readable file ({fault.strerror})", "check the path")) from None
    asked = {"query": query or ""} if is_database(source) else {}
    return {"path": url, "bytes": path.stat().st_size, "sha256": digest, **asked}
