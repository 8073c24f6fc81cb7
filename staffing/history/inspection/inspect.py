"""What a history holds and what is wrong with it, in numbers: one pass of every check over every queue."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from staffing.history.inspection.days import DaysAsRead, days_as_read
from staffing.history.inspection.definition import PrintedDefinition, printed_definition, service_levels
from staffing.history.inspection.durations import HandleTimes, Patience, handle_time, patience
from staffing.history.inspection.finding import Finding
from staffing.history.inspection.gaps import gap_findings
from staffing.history.inspection.impossible import impossible_findings
from staffing.history.inspection.oddities import oddity_findings
from staffing.history.inspection.shape import Week, week_of
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, OpeningHours


@dataclass(frozen=True)
class Limits:
    """What `--strict` allows: the share of usual intervals that are missing, and how many of the others."""

    missing: float = 0.05
    impossible: int = 0
    spikes: int | None = None
    level_shifts: int | None = None


@dataclass(frozen=True, eq=False)
class Inspection:
    """The report: what the history is, its findings, its week, and its estimates."""

    rows: int
    queues: tuple[str, ...]
    interval_minutes: int
    first_day: np.datetime64
    last_day: np.datetime64
    offered: float
    zero_rows: int
    missing_share: float
    findings: tuple[Finding, ...]
    weeks: dict[str, Week]
    service_levels: dict[str, float]
    printed: PrintedDefinition | None
    abandonment: float | None
    patience: Patience | None
    handle_time: HandleTimes | None
    notes: tuple[str, ...]

    def count(self, kind: str) -> int:
        """How many of a kind were found, over all queues."""
        return sum(finding.count for finding in self.findings if finding.kind == kind)

    def crossed(self, limits: Limits) -> list[str]:
        """The limits that are crossed, in words."""
        found = {
            "missing": self.missing_share,
            "impossible": self.count("impossible"),
            "spikes": self.count("spike"),
            "level_shifts": self.count("level shift"),
        }
        allowed = {field.name: getattr(limits, field.name) for field in fields(limits)}
        return [
            f"{name}: {value:.4g}, limit {allowed[name]:g}"
            for name, value in found.items()
            if allowed[name] is not None and value > allowed[name]
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "rows": self.rows,
            "queues": list(self.queues),
            "interval_minutes": self.interval_minutes,
            "first_day": str(self.first_day),
            "last_day": str(self.last_day),
            "offered": self.offered,
            "zero_rows": self.zero_rows,
            "missing_share": self.missing_share,
            "findings": [vars(finding) for finding in self.findings],
            "opening_hours": {queue: week.hours() for queue, week in self.weeks.items()},
            "service_levels": self.service_levels,
            "printed_definition": None if self.printed is None else vars(self.printed),
            "abandonment": self.abandonment,
            "patience": None if self.patience is None else vars(self.patience),
            "handle_time": None if self.handle_time is None else vars(self.handle_time),
            "notes": list(self.notes),
        }


def inspect(history: History, opening: OpeningHours | None = None) -> Inspection:
    """Look at everything; the history is not changed. `opening` None means: as the history shows."""
    queues = days_as_read(history, opening)
    days = queues[0].days.days
    coarse = history.interval_minutes > MINUTES_PER_DAY  # weeks, months
    findings = list(impossible_findings(history))
    if not coarse:
        gaps = gap_findings(history, queues)
        odd = (finding for queue in queues for finding in oddity_findings(queue.days))
        findings = [*gaps, *findings, *odd]
    offered = float(np.nansum(history.offered))
    daily = history.interval_minutes >= MINUTES_PER_DAY
    return Inspection(
        rows=len(history),
        queues=history.queues,
        interval_minutes=history.interval_minutes,
        first_day=days[0],
        last_day=days[-1],
        offered=offered,
        zero_rows=int((history.offered == 0).sum()),
        missing_share=0.0 if coarse else _missing_share(queues),
        findings=tuple(findings),
        weeks={} if daily else {queue.days.queue: week_of(queue) for queue in queues},
        service_levels=service_levels(history),
        printed=printed_definition(history),
        abandonment=_abandonment(history),
        patience=patience(history),
        handle_time=handle_time(history),
        notes=history.notes,
    )


def _abandonment(history: History) -> float | None:
    """Abandoned as a share of offered, of the rows in which both are known."""
    abandoned = history.measures.get("abandoned", np.full(len(history), np.nan))
    known = np.isfinite(abandoned) & np.isfinite(history.offered)
    offered = float(history.offered[known].sum())
    return float(abandoned[known].sum()) / offered if offered else None


def _missing_share(queues: list[DaysAsRead]) -> float:
    """Missing and blank intervals as a share of those there should be; absent zeros are not missing."""
    missing = blank = there = 0
    for queue in queues:
        days = queue.days
        missing += int(queue.missing.sum())
        there += int((days.rows > 0).sum())
        blank += int((np.isnan(days.offered) & (days.rows > 0)).sum())
    return (missing + blank) / max(missing + there, 1)
