"""Published forecasts against what came, on a terminal: errors by lead and day, and the drift so far."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.records.drift import DriftReport
from staffing.records.forecast import Accuracy

LAST_DAYS = 14
_WORST = 3
_NOTABLE = 0.005  # less prints as 0 %


def drift_report(report: DriftReport) -> list[str]:
    """Lines of at most 80 columns."""
    accuracy = report.accuracy
    lines: list[str] = []
    for drift in report.drifts:
        queue, over, under = drift.queue, drift.over, drift.under
        lines.append(f"{queue}: published forecasts against actual contacts")
        lines.append(f"{'':22}{'intervals':>10}{'offered':>11}{'WAPE':>8}{'bias':>8}{'in 80 %':>9}")
        mine = accuracy.queue == queue
        for part, title in (("all", "newest version"), ("lead", ""), ("date", "")):
            rows = np.flatnonzero(mine & (accuracy.part == part))
            for row in rows[-LAST_DAYS:].tolist():
                lines.append(_line(accuracy, row, title or str(accuracy.value[row])))
        lines.append(f"  worst times of day: {_worst_times(accuracy, queue)}")
        sums = f"contacts above forecast {over[-1]:.1f}, below it {under[-1]:.1f}"
        lines.append(f"  drift: {sums} of {report.limit:g} allowed")
        lines.append(f"  {_strip(over - under)}")
    return lines


def _line(accuracy: Accuracy, row: int, title: str) -> str:
    wape, bias, coverage = accuracy.wape[row], accuracy.bias[row], accuracy.coverage_80[row]
    shown = [f"{wape:.1%}", f"{bias:+.1%}"] if np.isfinite(wape) else ["–", "–"]
    inside = f"{coverage:.0%}" if np.isfinite(coverage) else "–"
    return (
        f"  {title:20}{accuracy.intervals[row]:>10,}{accuracy.offered[row]:>11,.0f}"
        f"{shown[0]:>8}{shown[1]:>8}{inside:>9}"
    )


def _worst_times(accuracy: Accuracy, queue: str) -> str:
    """The times of day that added most to the error; none of those that print as no error."""
    rows = np.flatnonzero((accuracy.queue == queue) & (accuracy.part == "time") & np.isfinite(accuracy.wape))
    missed = accuracy.wape[rows] * accuracy.offered[rows]
    worst = rows[np.argsort(-missed, kind="stable")]
    worst = worst[accuracy.wape[worst] >= _NOTABLE][:_WORST]
    return ", ".join(f"{accuracy.value[row]} ({accuracy.bias[row]:+.0%})" for row in worst.tolist()) or "none"


def _strip(balance: Floats) -> str:
    """The last days: ▲ contacts lately over the forecast, ▼ under it, · neither."""
    return "".join("▲" if value > 1 else "▼" if value < -1 else "·" for value in balance[-30:].tolist())
