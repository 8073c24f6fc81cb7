"""The account: planned service, actual service, and what each factor did, per period.

The value of a set of factors is the period's service with those as they happened and all others as planned,
by the model that staffed the plan, each interval weighted with the contacts of that case. Shapley values of
it are the parts (`shapley.py`); what remains to the service that was observed is chance, and whatever the
model does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.explanation.chance import Chance, typical
from staffing.explanation.day_data import Contacts, rows_of
from staffing.explanation.factors import FACTORS, Inputs, differing, mixed
from staffing.explanation.implied import implied_share, with_other_agents
from staffing.explanation.shapley import coalitions, shapley
from staffing.queueing.performance import Performance, averaged, taken
from staffing.records.explanation import Explanation

ROWS_AT_ONCE = 100_000

Predict = Callable[[Inputs], Performance]
"""Inputs of shape (cases, intervals) to what becomes of the contacts."""

Measures = Mapping[str, Callable[[Performance], Floats]]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What would have become of the contacts of each period in every case: the measures, (cases, periods).

    `scaled` is the service level of the days as they happened with other numbers of agents (`implied.py`).
    """

    factors: tuple[str, ...]
    values: Mapping[str, Floats]
    scaled: Floats


@dataclass(frozen=True, eq=False)
class Happened:
    """Per interval and queue: contacts, their local day and queue, what became of them, chance by measure."""

    contacts: Contacts
    day: Ints
    performance: Performance
    chance: Mapping[str, Chance]

    def rows(self, order: Ints) -> Happened:
        """The rows in this order."""
        chance = {name: rows_of(one, order) for name, one in self.chance.items()}
        return Happened(
            rows_of(self.contacts, order), self.day[order], taken(self.performance, order), chance
        )


@dataclass(frozen=True, eq=False)
class Periods:
    """Which intervals belong together: they are in order of time, and `first` are where periods begin."""

    by: str
    names: tuple[str, ...]
    first: Ints


@dataclass(frozen=True, eq=False)
class Arranged:
    """The order that puts the rows of a period one after the other, queue by queue; where each begins."""

    periods: Periods
    order: Ints
    first: Ints

    @classmethod
    def of(cls, periods: Periods, queues: int, intervals: int) -> Arranged:
        """Of rows for all intervals of the first queue, of the second, and so on."""
        period = np.searchsorted(periods.first, np.arange(intervals), side="right")
        order = np.argsort(np.tile(period, queues), kind="stable").astype(np.int64)
        return cls(periods, order, periods.first * queues)

    def mean(self, performance: Performance, offered: Floats) -> Performance:
        """What became of the contacts of each period."""
        return of_periods(taken(performance, self.order), offered[..., self.order], self.first)


def outcomes(
    planned: Inputs, actual: Inputs, predict: Predict, measures: Measures, ways: Sequence[Arranged]
) -> list[Outcomes]:
    """Every set of the factors that were not as planned, put to the model; for each way to part the days."""
    factors = differing(planned, actual)
    sets = coalitions(len(factors))
    at_once = max(1, ROWS_AT_ONCE // len(planned.level))
    values: list[dict[str, list[Floats]]] = [{name: [] for name in measures} for _ in ways]
    for start in range(0, len(sets), at_once):
        case = mixed(planned, actual, factors, sets[start : start + at_once])
        predicted = predict(case)
        for way, found in zip(ways, values, strict=True):
            mean = way.mean(predicted, case.offered)
            for name, measure in measures.items():
                found[name].append(_finite(measure(mean)))
    scaled, service = with_other_agents(actual, predict), next(iter(measures.values()))
    came = np.broadcast_to(actual.offered, scaled.answered.shape)
    return [
        Outcomes(
            tuple(factors),
            {name: np.concatenate(parts) for name, parts in found.items()},
            service(way.mean(scaled, came)),
        )
        for way, found in zip(ways, values, strict=True)
    ]


def account(
    cases: Outcomes, happened: Happened, facts: Facts, way: Arranged, measures: Measures
) -> Explanation:
    """The account of each period that had contacts; the first of the measures is the service level.

    `happened` and `facts` are of rows in the order of the `way`.
    """
    periods, first = way.periods, way.first
    offered = happened.contacts.offered
    came = np.add.reduceat(offered, first)
    observed = of_periods(happened.performance, offered, first)
    parts = np.zeros((len(measures), len(FACTORS), len(first)))
    planned, actual, usual = (np.full((len(measures), len(first)), np.nan) for _ in range(3))
    for place, (name, measure) in enumerate(measures.items()):
        value = cases.values[name]
        planned[place], actual[place] = value[0], _finite(measure(observed))
        for factor, part in zip(cases.factors, shapley(value), strict=True):
            parts[place, FACTORS.index(factor)] = part
        parts[place, -1] = actual[place] - value[-1]
        if name in happened.chance:
            usual[place] = typical(happened.chance[name], happened.contacts, happened.day, first)
    shown = came > 0
    own = facts(first)
    return Explanation(
        by=periods.by,
        periods=tuple(name for name, some in zip(periods.names, shown.tolist(), strict=True) if some),
        measures=tuple(measures),
        factors=FACTORS,
        planned=planned[:, shown],
        actual=actual[:, shown],
        parts=parts[:, :, shown],
        typical=usual[:, shown],
        inputs_planned=own.planned[:, shown],
        inputs_actual=own.actual[:, shown],
        recorded=own.recorded[:, shown],
        agents_recorded=own.agents_recorded[shown],
        agents_implied=implied_share(cases.scaled, actual[0])[shown],
    )


class PeriodFacts(NamedTuple):
    """Each factor's own figures, planned and actual, and the share of contacts for which it is recorded.

    Arrays (factors, periods); `agents_recorded` (periods) likewise for the agents on the phones.
    """

    planned: Floats
    actual: Floats
    recorded: Floats
    agents_recorded: Floats


Facts = Callable[[Ints], PeriodFacts]
"""From where periods begin to their facts."""


def of_periods(performance: Performance, offered: Floats, first: Ints) -> Performance:
    """Fractions of a period's contacts from those of its intervals; where none come, the plain mean."""
    total = np.add.reduceat(offered, first, axis=-1)
    length = np.diff(first, append=offered.shape[-1])
    some = np.repeat(total > 0, length, axis=-1)
    weight = np.where(
        some,
        offered / np.repeat(np.where(total > 0, total, 1.0), length, axis=-1),
        1.0 / np.repeat(length, length),
    )

    def share(column: Floats) -> Floats:
        mean: Floats = np.add.reduceat(np.where(weight > 0, column, 0.0) * weight, first, axis=-1)
        return mean

    return averaged(
        performance,
        share=share,
        waited=lambda answered, wait: share(answered * np.where(answered > 0, wait, 0.0)),
        unanswered=np.nan,
    )


def _finite(values: Floats) -> Floats:
    """An endless wait is no number to take a part of."""
    return np.where(np.isfinite(values), values, np.nan)
