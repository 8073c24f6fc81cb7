"""What every queueing model is asked and what it answers, for any number of intervals at once.

All fractions are of the offered contacts. Agents may be fractional: the formulas extend to real numbers of
agents, which is how a requirement after attendance and adherence, say 41.7 on the phones, is evaluated.

Two answers hold in every model. Where nothing is offered service is perfect (`no_contacts`). Where
somebody calls and no agent is there, nobody is answered, and the wait for an answer is infinite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.arrays import Bools, Floats
from staffing.queueing.patience_laws import EXPONENTIAL, require_parameters
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.queueing.performance import MEASURES, Performance

NEGLIGIBLE = 1e-100
"""Erlangs and agents up to here count as none: what a smoothed forecast decays to leaves no NaN behind."""


@dataclass(frozen=True, eq=False)
class Traffic:
    """Contacts that come in, per interval; scalars and arrays are broadcast to one shape.

    arrivals_per_second: contacts offered per second, ≥ 0
    aht_seconds:         mean handle time, > 0 (anything, NaN too, where nothing is offered)
    patience_seconds:    mean time a contact is willing to wait, > 0; inf = nobody gives up
    lines:               contacts that fit in, in service or waiting; inf = unlimited
    patience_law:        a code of `patience_laws.PATIENCE_LAWS`
    patience_parameter:  of the law, NaN where it has none
    patience_curve:      of the rows with empirical patience

    Raises ValueError outside these bounds.
    """

    arrivals_per_second: Floats
    aht_seconds: Floats
    patience_seconds: Floats
    lines: Floats
    patience_law: Floats
    patience_parameter: Floats
    patience_curve: PatienceCurve | None

    def __init__(
        self,
        arrivals_per_second: ArrayLike,
        aht_seconds: ArrayLike,
        patience_seconds: ArrayLike = np.inf,
        lines: ArrayLike = np.inf,
        *,
        patience_law: ArrayLike = EXPONENTIAL,
        patience_parameter: ArrayLike = np.nan,
        patience_curve: PatienceCurve | None = None,
    ) -> None:
        given = (arrivals_per_second, aht_seconds, patience_seconds, lines, patience_law, patience_parameter)
        columns = np.broadcast_arrays(*(np.asarray(column, dtype=np.float64) for column in given))
        for name, column in zip(_TRAFFIC_COLUMNS, columns, strict=True):
            object.__setattr__(self, name, column)
        object.__setattr__(self, "patience_curve", patience_curve)
        _check("arrivals_per_second", self.arrivals_per_second, "≥ 0 and finite", _finite_from_zero)
        handled = self.aht_seconds[self.arrivals_per_second > 0]
        _check("aht_seconds", handled, "> 0 and finite", _finite_above_zero)
        _check("patience_seconds", self.patience_seconds, "> 0", lambda column: column > 0)
        _check("lines", self.lines, "≥ 0", lambda column: column >= 0)
        require_parameters(self.patience_law, self.patience_parameter)

    @cached_property
    def load(self) -> Floats:
        """Erlangs offered: arrivals × handle time; 0 where nothing is offered."""
        load = self.arrivals_per_second * np.where(self.arrivals_per_second > 0, self.aht_seconds, 0.0)
        return np.where(load > NEGLIGIBLE, load, 0.0)

    @property
    def busy(self) -> Bools:
        """Where anything is offered."""
        return self.load > 0

    def rows(self, index: Bools | NDArray[np.intp] | slice) -> Traffic:
        """The intervals of `index` alone."""
        columns = {name: getattr(self, name)[index] for name in _TRAFFIC_COLUMNS}
        return Traffic(**columns, patience_curve=self.patience_curve)

    def handled(self, slower: float) -> Traffic:
        """With handle times so many times as long."""
        columns = {name: getattr(self, name) for name in _TRAFFIC_COLUMNS}
        columns["aht_seconds"] = self.aht_seconds * slower
        return Traffic(**columns, patience_curve=self.patience_curve)

    def times(self, factor: Floats) -> Traffic:
        """So many times the contacts, all else equal; shapes broadcast."""
        columns = {name: getattr(self, name) for name in _TRAFFIC_COLUMNS}
        columns["arrivals_per_second"] = self.arrivals_per_second * factor
        return Traffic(**columns, patience_curve=self.patience_curve)

    def spread(self, factor: Floats) -> Traffic:
        """Each of the n rows at k rates: `factor` times its own, of shape (n, k)."""
        columns = {name: getattr(self, name)[:, None] for name in _TRAFFIC_COLUMNS}
        columns["arrivals_per_second"] = columns["arrivals_per_second"] * factor
        return Traffic(**columns, patience_curve=self.patience_curve)


_TRAFFIC_COLUMNS = tuple(item.name for item in fields(Traffic) if item.name != "patience_curve")


class Intervals(NamedTuple):
    """The question put to a model, ready for its formulas: columns of one shape, load and handle time > 0.

    Where nothing is offered (`busy` false) the load is a placeholder, its answer to be discarded.
    """

    busy: Bools
    load: Floats
    aht_seconds: Floats
    patience_seconds: Floats
    lines: Floats
    patience_law: Floats
    patience_parameter: Floats
    agents: Floats
    target_seconds: Floats

    def rows(self, index: Bools | NDArray[np.intp]) -> Intervals:
        """Those intervals alone."""
        return Intervals(self.busy[index], *(column[index] for column in self[1:]))


def intervals(traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Intervals:
    """Traffic, agents and targets broadcast to one shape."""
    staff, target = np.asarray(agents, dtype=np.float64), np.asarray(target_seconds, dtype=np.float64)
    load = traffic.load
    busy = load > 0
    columns = (
        np.where(busy, load, 1.0),
        np.where(busy, traffic.aht_seconds, 1.0),
        traffic.patience_seconds,
        traffic.lines,
        traffic.patience_law,
        traffic.patience_parameter,
        np.where(staff > NEGLIGIBLE, staff, 0.0),
        target,
    )
    return Intervals(*np.broadcast_arrays(busy, *columns))


class QueueModel(Protocol):
    """A theory of what happens to `traffic` when `agents` take it."""

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Shapes broadcast. agents ≥ 0, real; target_seconds ≥ 0."""
        ...


Case = tuple[Bools, Callable[[Intervals], Performance]]


def by_case(asked: Intervals, *cases: Case) -> Performance:
    """Each case's answer in the rows of its mask; every row is in exactly one. A case sees flat columns."""
    shape = asked.load.shape
    for mask, answer in cases:
        if len(shape) == 1 and mask.all():
            return answer(asked)
    found = [(mask, answer(asked.rows(mask))) for mask, answer in cases if mask.any()]

    def put_together(measure: Callable[[Performance], Floats]) -> Floats:
        whole = np.empty(shape)
        for mask, performance in found:
            whole[mask] = measure(performance)
        return whole

    columns = {name: put_together(attrgetter(name)) for name in MEASURES}
    return Performance(**columns, mean_wait=lambda: put_together(attrgetter("mean_wait_seconds")))


def _finite_from_zero(column: Floats) -> Bools:
    return np.isfinite(column) & (column >= 0)


def _finite_above_zero(column: Floats) -> Bools:
    return np.isfinite(column) & (column > 0)


def _check(name: str, column: Floats, bound: str, holds: Callable[[Floats], Bools]) -> None:
    wrong = column[~holds(column)]
    if wrong.size:
        raise ValueError(f"{name} must be {bound}, got {wrong.flat[0]:g} ({wrong.size} such values)")
