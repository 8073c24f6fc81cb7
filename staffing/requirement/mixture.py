"""An interval that is not one rate but several: slices of its time, or the rates that may come.

Each has its share of the time and of the contacts; what becomes of the contacts is the mean over the rates,
weighted with the contacts that meet them, and how busy agents are is weighted with time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.arrays import Bools, Floats
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.performance import Performance, averaged


@dataclass(frozen=True, eq=False)
class Mixture:
    """For n rows and k rates, arrays of shape (n, k).

    factor:  rate ÷ the row's mean rate
    calls:   share of the row's contacts that meet this rate; rows add up to 1
    time:    share of the time, likewise
    """

    factor: Floats
    calls: Floats
    time: Floats

    def rows(self, index: Bools | NDArray[np.intp] | slice) -> Mixture:
        """Those rows alone."""
        return Mixture(self.factor[index], self.calls[index], self.time[index])

    def times(self, other: Mixture) -> Mixture:
        """Each rate of one with each of the other, taken to be independent."""
        pairs = [(getattr(self, item.name), getattr(other, item.name)) for item in fields(Mixture)]
        rows = self.factor.shape[0]
        return Mixture(*((one[:, :, None] * two[:, None, :]).reshape(rows, -1) for one, two in pairs))


def in_parts(mixture: Mixture, parts: int) -> Mixture:
    """A mixture of rates in order of time with at least so many of them; one rate becomes equal parts."""
    if mixture.factor.shape[1] > 1:
        return mixture
    even = np.full((mixture.factor.shape[0], parts), 1.0 / parts)
    return Mixture(np.repeat(mixture.factor, parts, axis=1), even, even)


def one_rate(rate: Floats, mean: Floats) -> Mixture:
    """One rate for all of the interval."""
    return normalised(rate[:, None], np.ones((rate.size, 1)), mean)


def normalised(rates: Floats, calls: Floats, mean: Floats) -> Mixture:
    """Equal shares of time; where nothing is offered, one rate like the other."""
    some = (mean > 0)[:, None]
    base = np.where(some, mean[:, None], 1.0)
    total = np.where(some, calls.sum(axis=1, keepdims=True), 1.0)
    even = np.full(rates.shape, 1.0 / rates.shape[1])
    return Mixture(np.where(some, rates / base, 1.0), np.where(some, calls / total, even), even)


class MixedTraffic(Traffic):
    """Traffic whose rows are mixtures of rates."""

    mixture: Mixture

    def __init__(self, mean: Traffic, mixture: Mixture) -> None:
        for name, value in vars(mean).items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "mixture", mixture)

    def rows(self, index: Bools | NDArray[np.intp] | slice) -> MixedTraffic:
        return MixedTraffic(super().rows(index), self.mixture.rows(index))


class MixedModel:
    """A model's prediction for mixtures of rates; agents stay the same while the rate moves, if not told."""

    def __init__(self, model: QueueModel) -> None:
        self.model = model

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """`traffic` is a `MixedTraffic` of n rows; agents and target: one number or n; agents also (n, k)."""
        assert isinstance(traffic, MixedTraffic)
        mixture, rows = traffic.mixture, traffic.load.shape
        given = (np.asarray(column, dtype=np.float64) for column in (agents, target_seconds))
        staff, target = (
            column if column.ndim > 1 else np.broadcast_to(column, rows)[:, None] for column in given
        )
        found = self.model.performance(traffic.spread(mixture.factor), staff, target)
        return mean_over(found, mixture)


def mean_over(found: Performance, mixture: Mixture) -> Performance:
    """The row's performance from that of its k cases, arrays of shape (n, k)."""

    def waited(answered: Floats, wait_seconds: Floats) -> Floats:
        served = mixture.calls * answered
        total: Floats = (served * np.where(served != 0, wait_seconds, 0.0)).sum(axis=1)
        return np.maximum(total, 0.0)

    return averaged(
        found,
        share=lambda column: np.clip((column * mixture.calls).sum(axis=1), 0.0, 1.0),
        waited=waited,
        busy=lambda column: np.clip((column * mixture.time).sum(axis=1), 0.0, 1.0),
    )
