"""Why service was not as planned."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.records.columns import ALL_QUEUES

TOTAL = "total"
IN_POINTS = frozenset({"service_level", "abandonment"})


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why service was not as planned: arrays over measures, factors and periods, each part signed.

    `planned` and `actual` are of shape (measures, periods), `parts` of (measures, factors, periods); over the
    factors they add up to actual − planned. The last factor is chance, and `typical` its standard deviation
    (NaN where unknown). `inputs_planned` and `inputs_actual` (factors, periods) are each factor's own
    figures, `recorded` the share of the contacts for which it is known. All fractions, and seconds of wait.
    Where agents on the phones are known (`agents_recorded`) adherence holds what else is not recorded.
    `agents_implied` is the share of the agents, as far as known, whose service the observed one would be.
    """

    by: str
    periods: tuple[str, ...]
    measures: tuple[str, ...]
    factors: tuple[str, ...]
    planned: Floats
    actual: Floats
    parts: Floats
    typical: Floats
    inputs_planned: Floats
    inputs_actual: Floats
    recorded: Floats
    agents_recorded: Floats
    agents_implied: Floats

    def part(self, measure: str, factor: str) -> Floats:
        """One factor's part of one measure, per period."""
        parts: Floats = self.parts[self.measures.index(measure), self.factors.index(factor)]
        return parts

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array, a row per period, measure and factor, and one for the total.

        Fractions are in percentage points; what agents imply is left to JSON.
        """
        periods, factors = len(self.periods), len(self.factors) + 1
        shape = (periods, len(self.measures), factors)
        scale = np.array([100.0 if name in IN_POINTS else 1.0 for name in self.measures])[:, None]
        points, planned, actual, typical = (np.full(shape, np.nan) for _ in range(4))
        recorded = np.ones(shape)
        points[:, :, :-1] = (self.parts * scale[:, None]).transpose(2, 0, 1)
        points[:, :, -1] = ((self.actual - self.planned) * scale).T
        planned[:, :, :-1], actual[:, :, :-1] = self.inputs_planned.T[:, None], self.inputs_actual.T[:, None]
        planned[:, :, -1], actual[:, :, -1] = self.planned.T, self.actual.T
        typical[:, :, -2] = (self.typical * scale).T
        recorded[:, :, :-1] = self.recorded.T[:, None]
        return {
            "period": np.repeat(np.array(self.periods), shape[1] * factors),
            "queue": np.full(points.size, ALL_QUEUES),
            "measure": np.tile(np.repeat(np.array(self.measures), factors), periods),
            "factor": np.tile(np.array((*self.factors, TOTAL)), periods * shape[1]),
            "points": points.reshape(-1),
            "planned": planned.reshape(-1),
            "actual": actual.reshape(-1),
            "typical_points": typical.reshape(-1),
            "recorded": recorded.reshape(-1),
        }

    def as_dicts(self) -> list[dict[str, Any]]:
        """One per period, for JSON: unknown numbers are None."""
        return [self._of_period(period) for period in range(len(self.periods))]

    def _of_period(self, period: int) -> dict[str, Any]:
        def known(number: float) -> float | None:
            return float(number) if np.isfinite(number) else None

        measures = {
            measure: {
                "planned": known(self.planned[i, period]),
                "actual": known(self.actual[i, period]),
                "parts": {name: known(self.parts[i, j, period]) for j, name in enumerate(self.factors)},
                "typical_chance": known(self.typical[i, period]),
            }
            for i, measure in enumerate(self.measures)
        }
        factors = {
            name: {
                "planned": known(self.inputs_planned[j, period]),
                "actual": known(self.inputs_actual[j, period]),
                "recorded": known(self.recorded[j, period]),
            }
            for j, name in enumerate(self.factors)
        }
        implied = known(self.agents_implied[period])
        return {
            "period": self.periods[period],
            "measures": measures,
            "factors": factors,
            "agents_implied": implied,
        }


@dataclass(frozen=True)
class LunchFinding:
    """One day on which enough people were there, but too many at once on a rest.

    spans:       wall-clock times, such as `12:00-13:00`
    heads:       most heads on a rest beyond what the requirement allowed, at one time
    hours:       head-hours short by that
    gain:        what the best feasible times of the same shifts' rests, for the contacts that came, would
                 have added to the day's service level, all else as it happened; None where none can be found
    """

    date: str
    spans: str
    heads: float
    hours: float
    gain: float | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class ExplainedRun:
    """The account of a run by period, of all its known days as one, and what to know about it."""

    name: str
    target: str
    explanation: Explanation
    whole: Explanation
    lunches: tuple[LunchFinding, ...]
    notes: tuple[str, ...]

    def columns(self) -> dict[str, NDArray[Any]]:
        """Name → array of the account by period: see `Explanation.columns`."""
        return self.explanation.columns()

    def as_dict(self) -> dict[str, Any]:
        """For JSON; parts are fractions and seconds."""
        return {
            "name": self.name,
            "target": self.target,
            "by": self.explanation.by,
            "whole": self.whole.as_dicts()[0],
            "periods": self.explanation.as_dicts(),
            "lunches": [finding.as_dict() for finding in self.lunches],
            "notes": list(self.notes),
        }
