"""A stationary system played in batches of time, with compiled loops where numba is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.compiled import loop_floats, loop_ints
from staffing.skills.jumps import LINE, MOST_AT_ONCE, JumpState, Net, jump, width_of
from staffing.skills.system import SkillSystem, flat

_NUMBERS = 50_000  # random numbers drawn at a time
_TABLE = 1024  # contacts in the system that bins tell apart


@dataclass(frozen=True, eq=False)
class Bins:
    """Bins of the state: by contacts in the whole system, and in each queue (a row each)."""

    whole: Ints
    queue: Ints

    @property
    def of_whole(self) -> int:
        """How many."""
        return int(self.whole.max()) + 1

    @property
    def of_queue(self) -> int:
        """How many each queue has at most."""
        return int(self.queue.max()) + 1


class SystemPlay:
    """A system with so many agents in each group, in some state that goes on from call to call."""

    def __init__(self, system: SkillSystem, agents: Ints, seed: Sequence[int]) -> None:
        self.system, self.agents = system, agents
        self._numbers = np.random.Generator(np.random.PCG64(list(seed)))
        self._drawn: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))
        queues, pairs = system.queues, len(system.pairs)
        self._state = JumpState(
            busy=loop_ints([0] * pairs),
            free=loop_ints(agents.tolist()),
            loaded=loop_ints([0] * (pairs * MOST_AT_ONCE)),
            waiting=loop_ints([0] * queues),
            head=loop_ints([0] * queues),
            came=loop_floats([0.0] * (queues * LINE)),
            inside=loop_ints([0] * queues),
            finish_rate=loop_floats([0.0] * queues),
            since=loop_floats([0.0] * queues),
            clock=loop_floats([0.0, 0.0]),
            tally=loop_ints([0, 0, -1]),
        )

    @property
    def endless(self) -> int | None:
        """A queue whose line has no end, where one has shown."""
        queue = int(self._state.tally[2])
        return None if queue < 0 else queue

    def batches(self, number: int, seconds: float, bins: Bins) -> Floats:
        """So many batches of so many seconds, a row each; fewer where a line has no end."""
        net, state = _net(self.system, bins), self._state
        width = width_of(self.system.queues, bins.of_whole, bins.of_queue)
        rows = loop_floats(np.zeros(number * width))
        state.clock[1] = state.clock[0] + seconds
        state.tally[1] = 0
        while state.tally[1] < number and self.endless is None:
            which, spans = self._drawn
            if not len(which):
                which, spans = self._numbers.random(_NUMBERS), self._numbers.standard_exponential(_NUMBERS)
            used = jump(net, state, rows, loop_floats(which), loop_floats(spans), seconds, number)
            self._drawn = which[used:], spans[used:]
        return np.asarray(rows).reshape(number, width)[: state.tally[1]]


def one_bin(system: SkillSystem) -> Bins:
    """Where the state does not matter."""
    return Bins(np.zeros(_TABLE, dtype=np.int64), np.zeros((system.queues, _TABLE), dtype=np.int64))


def each_its_bin(system: SkillSystem) -> Bins:
    """A bin for every number of contacts in the system, to learn how often each is met."""
    each = np.arange(_TABLE)
    return Bins(each, np.tile(each, (system.queues, 1)))


def _net(system: SkillSystem, bins: Bins) -> Net:
    tried, tried_from = flat(system.tried)
    served, served_from = flat(system.served)
    sizes = [system.queues, system.groups, len(system.pairs)]
    sizes += [bins.of_whole, bins.whole.size - 1, bins.of_queue, bins.queue.shape[1] - 1]
    return Net(
        sizes=loop_ints(sizes),
        arrival=loop_floats(system.arrivals_per_second),
        patience=loop_floats(1.0 / system.patience_seconds),
        target=loop_floats(system.target_seconds),
        pair_rate=loop_floats(system.pair_rate),
        pair_group=loop_ints([g for g, _ in system.pairs]),
        pair_queue=loop_ints([q for _, q in system.pairs]),
        pair_level=loop_ints(system.pair_level),
        at_once=loop_ints([system.most_at_once[pair] for pair in system.pairs]),
        tried=loop_ints(tried),
        tried_from=loop_ints(tried_from),
        served=loop_ints(served),
        served_from=loop_ints(served_from),
        whole_bin=loop_ints(bins.whole),
        queue_bin=loop_ints(bins.queue.ravel()),
    )
