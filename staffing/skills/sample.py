"""Service by simulation, played on until its standard errors are small enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.skills.controls import Estimate, adjusted, controls_of, quantile_bins
from staffing.skills.jumps import ANSWERED, GAVE_UP, GOOD, OUTCOMES, WAITED
from staffing.skills.measured import Measured
from staffing.skills.play import Bins, SystemPlay, each_its_bin, one_bin
from staffing.skills.system import SkillSystem

Enough = Callable[[Measured], bool]

_FEWEST_ROWS = 1000  # batches behind an estimate: up to twice as many
_LONG = 40  # stretches of time, at least, from which the variance is taken
_MANY_QUEUES = 5  # from here on more batches, and fewer bins of each queue: controls must stay few
_BINS, _BINS_OF_MANY = (8, 5), (6, 4)  # of the whole system, and of each queue
_PILOT = 0.1  # of the first contacts, to learn which states are met
_WARM_UP = 3.0  # times what an estimate forgets


class PlayedService:
    """Contacts of a system played so far; `measured` is what they say."""

    def __init__(self, system: SkillSystem, agents: Ints, seed: Sequence[int], contacts: float) -> None:
        self._system = system
        self._play = SystemPlay(system, agents, seed)
        self._seconds = contacts / float(system.arrivals_per_second.sum()) / self._rows
        self._bins = self._learn(contacts)
        self._batches = self._play.batches(self._rows, self._seconds, self._bins)
        self.contacts = contacts

    @property
    def _rows(self) -> int:
        return _FEWEST_ROWS * (1 + (self._system.queues >= _MANY_QUEUES))

    @property
    def is_endless(self) -> bool:
        """Whether a line was seen to grow for ever."""
        return self._play.endless is not None

    def _learn(self, contacts: float) -> Bins:
        self._play.batches(1, _WARM_UP * self._system.memory_seconds, one_bin(self._system))
        each = each_its_bin(self._system)
        seconds = _PILOT * contacts / float(self._system.arrivals_per_second.sum())
        seen = self._play.batches(1, seconds, each)
        if self._play.endless is not None:
            return each
        bins = _BINS_OF_MANY if self._system.queues >= _MANY_QUEUES else _BINS
        return quantile_bins(seen[0], self._system, each, *bins)

    def double(self) -> None:
        """Play as long again; batches become twice as long."""
        more = self._play.batches(self._rows, self._seconds, self._bins)
        if self._play.endless is not None:
            return
        together = np.concatenate([self._batches, more])
        self._batches = together[0::2] + together[1::2]
        self._seconds *= 2.0
        self.contacts *= 2.0

    @property
    def measured(self) -> Measured:
        """The service so far; a line that has no end is answered never, as far as one can tell."""
        queues = self._system.queues
        if self._play.endless is not None:
            return _without_end(queues)
        outcomes = self._batches[:, : queues * OUTCOMES]
        controls = controls_of(self._batches, self._system, self._bins)
        long = min(max(int(np.ceil(self._system.memory_seconds / self._seconds)), 1), self._rows // _LONG)
        found = adjusted(outcomes, controls, long)
        offered = self._system.arrivals_per_second * self._seconds
        level, level_se = _shares(found, offered, GOOD)
        gone, gone_se = _shares(found, offered, GAVE_UP)
        wait, wait_se = _ratios(found, queues)
        return Measured(level, wait, gone, level_se, wait_se, gone_se)


def _shares(found: Estimate, offered: Floats, outcome: int) -> tuple[Floats, Floats]:
    """An outcome ÷ the contacts offered, which are known, with its standard error."""
    at = np.arange(len(offered)) * OUTCOMES + outcome
    error = np.sqrt(np.maximum(found.covariance[at, at], 0.0)) / offered
    return np.clip(found.mean[at] / offered, 0.0, 1.0), error


def _ratios(found: Estimate, queues: int) -> tuple[Floats, Floats]:
    """Seconds waited ÷ answered, with the standard error of a ratio (the delta method)."""
    wait, error = np.zeros(queues), np.zeros(queues)
    for queue in range(queues):
        up, down = queue * OUTCOMES + WAITED, queue * OUTCOMES + ANSWERED
        answered = found.mean[down]
        if answered <= 0:
            wait[queue] = np.inf
            continue
        wait[queue] = max(found.mean[up] / answered, 0.0)
        slope = np.zeros(len(found.mean))
        slope[up], slope[down] = 1.0 / answered, -wait[queue] / answered
        error[queue] = np.sqrt(max(float(slope @ found.covariance @ slope), 0.0))
    return wait, error


def _without_end(queues: int) -> Measured:
    """What is left of a system in which a line grows for ever: who waits behind it is not known."""
    none = np.zeros(queues)
    return Measured(none, np.full(queues, np.inf), none, none, none, none)
