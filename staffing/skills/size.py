"""Fewest-cost agents of each group with which every queue meets its targets.

A fluid start and cutting planes from measured slopes, repair, and local search; a second start from each
queue alone. Which staffings are tried is said by linear pictures (`surrogate.py`), whether they do by
simulation or the exact chain (`judge.py`). All is limited by work that is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.skills.exact import alone
from staffing.skills.fluid import CuttingPlane, cheapest
from staffing.skills.judge import CAREFUL, Care, ServiceJudge
from staffing.skills.measured import Measured
from staffing.skills.moves import LEAST_SAVING, cheaper_moves
from staffing.skills.surrogate import Surrogate, score
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets

ROUNDS = 10  # of cutting planes
REPAIRS = 60  # agents added one by one
_HOPE = -0.15  # a predicted score, in normal quantiles, below which a staffing is not tried
_MOST_ALONE = 10_000


@dataclass(frozen=True, eq=False)
class Learnt:
    """What a neighbouring interval leaves: its staffing, its loads, and how scores move with agents."""

    agents: Ints
    load_erlangs: Floats
    slopes: Floats


@dataclass(frozen=True, eq=False)
class SizedSystem:
    """A staffing, the service it gives, and what it leaves to a neighbour.

    cost, cost_alone: of it, and of each queue with agents of its own from its cheapest group
    binding:          the queue with the least to spare
    fewer, more:      the service with one agent fewer or more of each group, where the care asks for it;
                      None: the group has nobody
    staffings:        how many were tried
    """

    agents: Ints
    cost: float
    cost_alone: float
    measured: Measured
    learnt: Learnt
    binding: int
    fewer: tuple[Measured | None, ...]
    more: tuple[Measured, ...]
    staffings: int


@dataclass(frozen=True, eq=False)
class GroupPrices:
    """What an agent of each group costs, and how many of it there may be at most."""

    cost: Floats
    most: Floats | float = np.inf


class _Sizing:
    """One system on its way."""

    def __init__(
        self, system: SkillSystem, targets: QueueTargets, prices: GroupPrices, seed: int, care: Care
    ) -> None:
        self.system, self.targets, self.care = system, targets, care
        self.cost, self.most = prices.cost, np.broadcast_to(prices.most, prices.cost.shape)
        self.judge = ServiceJudge(system, targets, seed, care)
        self.surrogate: Surrogate | None = None

    def slopes_at(self, agents: Ints) -> Floats:
        """By how much an agent more of each group moves each score, measured: queues × groups."""
        here, _ = score(self.targets, self.judge.measured(agents))
        more = [
            score(self.targets, self.judge.measured(agents + one))[0]
            for one in np.eye(len(agents), dtype=np.int64)
        ]
        return np.maximum(np.array(more).T - here[:, None], 0.0)

    def by_cuts(self, flexible: float = 0.0) -> Ints:
        """Cutting planes: what the linear pictures of all rounds allow at the least cost.

        With at least so many `flexible` agents, who serve several queues: the first of them look dear for
        what they give, since what they are worth shows only where they are several.
        """
        cuts = [CuttingPlane((self.system.breadth > 1).astype(np.float64), flexible)] if flexible else []
        agents = cheapest(self.system, self.cost, cuts, self.most)
        if agents is None:  # too few may be had
            return np.asarray(np.minimum(self.by_queue_alone(), self.most), dtype=np.int64)
        for _ in range(ROUNDS):
            if self.judge.meets(agents):
                break
            here, _ = score(self.targets, self.judge.measured(agents))
            slopes = self.slopes_at(agents)
            self.surrogate = Surrogate(self.targets, slopes)
            for queue in np.flatnonzero(here < 0).tolist():
                if slopes[queue].max() > 0:
                    reached = float(slopes[queue] @ agents)
                    cuts.append(CuttingPlane(slopes[queue], reached - float(here[queue])))
            following = cheapest(self.system, self.cost, cuts, self.most)
            if following is None or np.array_equal(following, agents):
                break
            agents = following
        return agents

    def by_queue_alone(self) -> Ints:
        """Each queue with its cheapest group, by Erlang A."""
        agents = np.zeros(self.system.groups, dtype=np.int64)
        for queue in np.flatnonzero(self.system.arrivals_per_second > 0).tolist():
            groups = np.flatnonzero(self.system.level[:, queue])
            price = self.cost * self.system.aht_factor[:, queue] / self.system.most_at_once[:, queue]
            price = price[groups]
            group = int(groups[np.lexsort((-self.system.level[groups, queue], price))[0]])
            agents[group] += fewest_alone(self.system, self.targets, queue, group)
        return agents

    def repaired(self, agents: Ints) -> Ints | None:
        """Agents added, each where the linear picture sees most gained for its cost, until all is met."""
        for _ in range(REPAIRS):
            if self.judge.meets(agents):
                return agents
            picture = self._picture(agents)
            missing = np.minimum(picture.at, 0.0)
            after = np.minimum(picture.at[:, None] + picture.slopes, 0.0)
            room = agents < self.most
            if not room.any():
                return None
            gain = np.where(room, (after - missing[:, None]).sum(axis=0) / self.cost, -np.inf)
            worst = int(np.argmin(picture.at))
            best = int(np.argmax(gain)) if gain.max() > 0 else self._first_help(worst, room)
            if best < 0:
                return None
            agents = agents + np.eye(len(agents), dtype=np.int64)[best]
        return None

    def _first_help(self, queue: int, room: Bools) -> int:
        """The group that serves a queue for the least, where nothing measured says what helps; −1: nobody."""
        groups = np.flatnonzero((self.system.level[:, queue] > 0) & room)
        if not len(groups):
            return -1
        return int(groups[np.argmin((self.cost * self.system.aht_factor[:, queue])[groups])])

    def _picture(self, agents: Ints) -> Surrogate:
        self.judge.measured(agents)
        if self.surrogate is None:
            self.surrogate = Surrogate(self.targets, self.slopes_at(agents))
        self.surrogate.learn(agents, self.judge.known.values())
        return self.surrogate

    def improved(self, agents: Ints) -> None:
        """Cheaper staffings near this one and what follows from it; all that do are known to the judge."""
        while True:
            agents = self._searched(agents)
            further = self._leapt(agents)
            if further is None:
                return
            agents = further

    def _leapt(self, agents: Ints) -> Ints | None:
        """What the linear picture holds for the cheapest, however far away, where it does and costs less."""
        for _ in range(self.care.leaps):
            picture = self._picture(agents)
            least = picture.slopes @ agents - picture.at
            wanted = zip(picture.slopes, least.tolist(), strict=True)
            cuts = [CuttingPlane(slopes, bound) for slopes, bound in wanted if slopes.max() > 0]
            following = cheapest(self.system, self.cost, cuts, self.most)
            if following is None or self.judge.has_judged(following):
                return None
            if following @ self.cost > agents @ self.cost - LEAST_SAVING:
                return None
            if self.judge.meets(following):
                return following
        return None

    def _searched(self, agents: Ints) -> Ints:
        """Cheaper moves tried, the likeliest first, until so many in a row have missed."""
        failures = 0
        most = self.care.failures + self.care.failures_per_group * len(agents)
        tried: set[bytes] = set()
        moves = self._moves(agents)
        while failures < most:
            picture = self._picture(agents)
            likely = picture.predict(moves)
            following = _next(moves, likely, agents, self.cost, tried)
            if following is None:
                break
            tried.add(following.tobytes())
            if self.judge.meets(following):
                agents, failures = following, 0
                moves = self._moves(agents)
            else:
                failures += 1
        return agents

    def _moves(self, agents: Ints) -> Ints:
        moves = cheaper_moves(agents, self.cost)
        return np.asarray(moves[(agents + moves <= self.most).all(axis=1)])


def _next(moves: Ints, likely: Floats, agents: Ints, cost: Floats, tried: set[bytes]) -> Ints | None:
    """The move that saves most of those that should do, else the likeliest; None: there is no hope."""
    saving = -(moves @ cost)
    rank = np.where(likely >= 0.0, 1000.0 + saving, likely)
    for place in np.argsort(-rank, kind="stable")[: len(tried) + 1]:
        if likely[place] < _HOPE:
            return None
        following = np.asarray(agents + moves[place])
        if following.tobytes() not in tried:
            return following
    return None


def fewest_alone(system: SkillSystem, targets: QueueTargets, queue: int, group: int) -> int:
    """Agents of one group that meet a queue's targets, were they to answer nothing else."""
    slower = float(system.aht_factor[group, queue])
    part = system.part(np.array([queue]), np.array([group]))
    asked = targets.part(np.array([queue]))
    few = int(part.load_erlangs[0] * slower * 0.5 / part.most_at_once[0, 0])
    for agents in range(few, _MOST_ALONE):
        found = alone(part, 0, agents * int(part.most_at_once[0, 0]), slower)
        if asked.margin(found)[0][0] >= 0:
            return agents
    return _MOST_ALONE


def size_system(
    system: SkillSystem,
    targets: QueueTargets,
    prices: GroupPrices,
    neighbours: Sequence[Learnt] = (),
    *,
    seed: int = 1,
    care: Care = CAREFUL,
) -> SizedSystem | None:
    """The cheapest staffing found; None where no number of agents tried is enough.

    With neighbours, their staffings are the starts, moved by the difference of load.
    """
    sizing, cost = _Sizing(system, targets, prices, seed, care), prices.cost
    starts = [_moved(one, system) for one in neighbours]
    if neighbours:
        sizing.surrogate = Surrogate(targets, neighbours[0].slopes)
    else:
        starts = [sizing.by_cuts(), sizing.by_queue_alone()]
        if (system.breadth > 1).any():
            safety = float(np.sqrt(system.load_erlangs.sum()))
            starts[1:1] = [sizing.by_cuts(flexible=times * safety) for times in care.flexible]
    for start in starts:
        feasible = sizing.repaired(np.asarray(np.minimum(start, sizing.most), dtype=np.int64))
        if feasible is not None:
            sizing.improved(feasible)
    met = sorted(sizing.judge.met, key=lambda agents: (float(agents @ cost), agents.tolist()))
    best = next((agents for agents in met if sizing.judge.is_precise(agents)), None)
    if best is None:
        return None
    cheaper = [one for one in sizing.judge.doubts if one @ cost <= best @ cost - LEAST_SAVING][: care.doubts]
    for one in sorted(cheaper, key=lambda agents: (float(agents @ cost), agents.tolist())):
        if sizing.judge.is_precise(one):
            best = one
            break
    return _summed_up(sizing, best)


def _summed_up(sizing: _Sizing, agents: Ints) -> SizedSystem:
    judge, system = sizing.judge, sizing.system
    judge.is_precise(agents)
    tried = len(judge.known)
    slopes = sizing.slopes_at(agents) if sizing.surrogate is None else sizing.surrogate.slopes
    ones = np.eye(len(agents), dtype=np.int64)[: len(agents) if sizing.care.steps else 0]
    found = judge.measured(agents)
    spare, _ = score(sizing.targets, found)
    return SizedSystem(
        agents=agents,
        cost=float(agents @ sizing.cost),
        cost_alone=float(sizing.by_queue_alone() @ sizing.cost),
        measured=found,
        learnt=Learnt(agents, system.load_erlangs, slopes),
        binding=int(np.argmin(np.where(system.arrivals_per_second > 0, spare, np.inf))),
        fewer=tuple(judge.measured(agents - one) if agents @ one else None for one in ones),
        more=tuple(judge.measured(agents + one) for one in ones),
        staffings=tried,
    )


def _moved(neighbour: Learnt, system: SkillSystem) -> Ints:
    """A neighbour's staffing for other loads: each group as its queues' loads differ."""
    before, after = neighbour.load_erlangs.sum(), system.load_erlangs.sum()
    ratio = after / before if before > 0 else 1.0
    return np.asarray(np.ceil(neighbour.agents * ratio - 0.25), dtype=np.int64)
