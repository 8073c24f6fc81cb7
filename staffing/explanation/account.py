"""The account: planned service, actual service, and what each factor did, per period.

The value of a set of factors is the period's service with those as they happened and all others as planned,
by the model that staffed the plan, each interval weighted with the contacts of that case. Shapley values of
it are the parts (`shapley.py`); what remains to the service that was observed is chance, and whatever the
model does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.explanation.chance import Chance, typical
from staffing.explanation.day_data import Contacts
from staffing.explanation.factors import FACTORS, Inputs, differing, mixed
from staffing.explanation.implied import implied_share, with_other_agents
from staffing.explanation.shapley import coalitions, shapley
from staffing.queueing.performance import Performance, averaged, joined
from staffing.records.explanation import Explanation

ROWS_AT_ONCE = 100_000

Predict = Callable[[Inputs], Performance]
"""Inputs of shape (cases, intervals) to what becomes of the contacts."""

Measures = Mapping[str, Callable[[Performance], Floats]]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What would have become of the contacts in every case; shapes (cases, intervals).

    `scaled` are the day as it happened with other numbers of agents (`implied.py`).
    """

    factors: tuple[str, ...]
    offered: Floats
    performance: Performance
    scaled: Performance


@dataclass(frozen=True, eq=False)
class Happened:
    """Per interval: contacts, their local day, what became of them, and chance by measure."""

    contacts: Contacts
    day: Ints
    performance: Performance
    chance: Mapping[str, Chance]


@dataclass(frozen=True, eq=False)
class Periods:
    """Which intervals belong together: they are in order of time, and `first` are where periods begin."""

    by: str
    names: tuple[str, ...]
    first: Ints


def outcomes(planned: Inputs, actual: Inputs, predict: Predict) -> Outcomes:
    """Every set of the factors that were not as planned, put to the model."""
    factors = differing(planned, actual)
    sets = coalitions(len(factors))
    at_once = max(1, ROWS_AT_ONCE // len(planned.level))
    parts, offered = [], []
    for start in range(0, len(sets), at_once):
        case = mixed(planned, actual, factors, sets[start : start + at_once])
        offered.append(case.offered)
        parts.append(predict(case))
    scaled = with_other_agents(actual, predict)
    return Outcomes(tuple(factors), np.concatenate(offered), joined(parts), scaled)


def account(
    cases: Outcomes, happened: Happened, facts: Facts, periods: Periods, measures: Measures
) -> Explanation:
    """The account of each period that had contacts; the first of the measures is the service level."""
    first = periods.first
    offered = happened.contacts.offered
    came = np.add.reduceat(offered, first)
    predicted = of_periods(cases.performance, cases.offered, first)
    observed = of_periods(happened.performance, offered, first)
    parts = np.zeros((len(measures), len(FACTORS), len(first)))
    planned, actual, usual = (np.full((len(measures), len(first)), np.nan) for _ in range(3))
    for place, (name, measure) in enumerate(measures.items()):
        value = _finite(measure(predicted))
        planned[place], actual[place] = value[0], _finite(measure(observed))
        for factor, part in zip(cases.factors, shapley(value), strict=True):
            parts[place, FACTORS.index(factor)] = part
        parts[place, -1] = actual[place] - value[-1]
        if name in happened.chance:
            usual[place] = typical(happened.chance[name], happened.contacts, happened.day, first)
    many = np.broadcast_to(cases.offered[-1], cases.scaled.answered.shape)
    service = next(iter(measures.values()))(of_periods(cases.scaled, many, first))
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
        agents_implied=implied_share(service, actual[0])[shown],
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
