"""Why service was not as planned."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from staffing.arrays import Floats


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
