"""Whether a staffing meets its targets: simulated no longer than it takes to tell, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.skills.exact import alone, chain, one_queue
from staffing.skills.measured import Measured
from staffing.skills.sample import PlayedService
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets

SURE_MISS, SURE_HIT, HIT = 3.0, 2.5, 2.0  # standard errors below or above the target
_LARGE = 60_000  # states of a chain that settles a doubt
_LONG = 40  # times what a contact remembers, at least


@dataclass(frozen=True)
class Care:
    """How carefully staffings are looked for and judged, in counted work.

    states:        of a chain that is cheaper than simulation
    contacts:      simulated to begin with
    most_contacts: at which a chain decides, if it is not too large, or the benefit of the doubt is refused
    precise:       standard error of service level in the last check, of most_precise contacts at most
    failures:      staffings that miss, one after the other, before a search ends; and so many more per group
    doubts:        cheaper staffings too near to a target to tell, looked at again with more contacts
    leaps:         staffings out of the linear picture alone, one after the other
    steps:         whether the service with an agent more or fewer of each group is measured
    flexible:      times √load: agents who serve several queues, at least, of further starts
    """

    states: int = 4_000
    contacts: float = 100_000.0
    most_contacts: float = 4e6
    precise: float = 0.001
    most_precise: float = 3e7
    failures: int = 20
    failures_per_group: int = 4
    doubts: int = 4
    leaps: int = 6
    steps: bool = True
    flexible: tuple[float, ...] = (1.0, 2.0)


CAREFUL = Care()
ROUGH = Care(
    states=1_000,
    contacts=30_000.0,
    most_contacts=240_000.0,
    precise=0.01,
    most_precise=240_000.0,
    failures=5,
    failures_per_group=1,
    doubts=0,
    leaps=1,
    steps=False,
    flexible=(1.0,),
)
LIKE_A_NEIGHBOUR = replace(ROUGH, failures=3, failures_per_group=0, leaps=0)


class _PartService:
    """A part of the system with so many agents, as precisely as was asked so far."""

    def __init__(self, system: SkillSystem, agents: Ints, seed: int, care: Care, *, waits: bool) -> None:
        self._system, self._agents, self._waits = system, agents, waits
        self._played: PlayedService | None = None
        self._is_settled = True
        self._is_too_large = False  # for a chain
        exact = one_queue(system, agents) or chain(system, agents, care.states, waits=waits)
        if exact is None:
            first = _LONG * system.memory_seconds * float(system.arrivals_per_second.sum())
            self._played = PlayedService(system, agents, (seed, *agents.tolist()), max(care.contacts, first))
            self._is_settled = False
            exact = self._played.measured
        self.measured = exact

    def refine(self, most_contacts: float, states: int) -> bool:
        """Twice the contacts, or at their end the chain; whether that was possible."""
        if self._is_settled or self._played is None:
            return False
        if self._played.contacts < most_contacts and not self._played.is_endless:
            self._played.double()
            self.measured = self._played.measured
            return True
        if states and not self._is_too_large:
            exact = chain(self._system, self._agents, states, waits=self._waits)
            self._is_too_large = exact is None
            if exact is not None:
                self._is_settled, self.measured = True, exact
                return True
        return False

    def forget(self) -> None:
        """Keep what is known, and free what it took."""
        self._played, self._is_settled = None, True


class ServiceJudge:
    """Judges staffings of one system; `contacts` counts what was simulated for it."""

    def __init__(
        self, system: SkillSystem, targets: QueueTargets, seed: int = 1, care: Care = CAREFUL
    ) -> None:
        self.system, self.targets, self._seed, self.care = system, targets, seed, care
        self._parts: dict[bytes, _PartService] = {}
        self._verdicts: dict[bytes, bool] = {}
        self._doubts: list[tuple[float, Ints]] = []
        self.known: dict[bytes, tuple[Ints, Measured]] = {}

    @property
    def met(self) -> list[Ints]:
        """All staffings found to keep the targets."""
        return [self.known[key][0] for key, holds in self._verdicts.items() if holds]

    @property
    def doubts(self) -> list[Ints]:
        """Staffings taken for a miss that may be none, the likeliest first."""
        likely = sorted(self._doubts, key=lambda doubt: (-doubt[0], doubt[1].tolist()))
        return [agents for _, agents in likely]

    def has_judged(self, agents: Ints) -> bool:
        """Whether it is known if that staffing does."""
        return agents.tobytes() in self._verdicts

    def measured(self, agents: Ints) -> Measured:
        """The service, at least roughly."""
        return self._collect(agents)[0]

    def meets(self, agents: Ints) -> bool:
        """Whether every queue keeps its targets, as sure as standard errors make it."""
        key = agents.tobytes()
        if key not in self._verdicts:
            self._verdicts[key] = self._decide(agents)
        return self._verdicts[key]

    def is_precise(self, agents: Ints) -> bool:
        """Whether it does, 2 standard errors above each target, with none above the `precise` of the care."""
        while True:
            found, parts = self._collect(agents)
            margin, error = self.targets.margin(found)
            if self._is_missed(margin, error, SURE_MISS):
                return False
            rough = (margin < HIT * error) | (error > self.care.precise)
            if not rough.any():
                return True
            if not self._refined(parts, rough, self.care.most_precise):
                return bool((margin >= HIT * error).all() and error.max() <= self.care.precise)

    def _decide(self, agents: Ints) -> bool:
        while True:
            found, parts = self._collect(agents)
            margin, error = self.targets.margin(found)
            if self._is_missed(margin, error, SURE_MISS):
                for queues, part in parts:
                    if self._is_missed(margin[queues], error[queues], SURE_MISS):
                        part.forget()  # whoever has this part misses too
                return False
            doubtful = margin < SURE_HIT * error
            if not doubtful.any():
                return True
            if not self._refined(parts, doubtful, self.care.most_contacts):
                holds = bool((margin >= HIT * error).all())
                if not holds:
                    self._doubts.append((float((margin / np.maximum(error, 1e-12)).min()), agents))
                return holds

    @staticmethod
    def _is_missed(margin: Floats, error: Floats, errors: float) -> bool:
        return bool((margin < -errors * error - 1e-12).any())

    @staticmethod
    def _refined(parts: list[tuple[Ints, _PartService]], doubtful: Bools, most: float) -> bool:
        refined = [part.refine(most, _LARGE) for queues, part in parts if doubtful[queues].any()]
        return any(refined)

    def _collect(self, agents: Ints) -> tuple[Measured, list[tuple[Ints, _PartService]]]:
        parts = list(self._of_parts(agents))
        seen = np.zeros(self.system.queues, dtype=np.bool_)
        for queues, _ in parts:
            seen[queues] = True
        rest = [(np.array([queue]), alone(self.system, queue, 0)) for queue in np.flatnonzero(~seen).tolist()]
        found = Measured.of_parts(
            [(queues, part.measured) for queues, part in parts] + rest, self.system.queues
        ).rounded()
        self.known[agents.tobytes()] = agents, found
        return found, parts

    def _of_parts(self, agents: Ints) -> Iterator[tuple[Ints, _PartService]]:
        for queues, groups in self.system.parts(agents):
            mine = agents[groups]
            key = queues.tobytes() + b"|" + groups.tobytes() + b"|" + mine.tobytes()
            if key not in self._parts:
                part = self.system.part(queues, groups)
                waits = not self.targets.is_level_only
                self._parts[key] = _PartService(part, mine, self._seed, self.care, waits=waits)
            yield queues, self._parts[key]
