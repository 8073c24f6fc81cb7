"""Systems small or simple enough for an exact answer: one queue's formula, or a Markov chain."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.skills.chain import MOST_STATES, StateSpace
from staffing.skills.linear import stationary
from staffing.skills.measured import Measured
from staffing.skills.system import SkillSystem
from staffing.skills.tagged import TaggedContact

MOST_AGENTS = 60  # more of them never have few states
CUT = 1e-10  # probability of a full line that counts as none
_ROOM = 16  # contacts of a line, to begin with
_LONGEST = 4_000


def one_queue(system: SkillSystem, agents: Ints) -> Measured | None:
    """Queues that are one line to whoever answers them: Erlang A; None where they are not.

    Every group must serve every queue at one level and as fast as the others, and the queues must be alike.
    """
    if (system.most_at_once[agents > 0] > 1).any():
        return None
    alike = (system.aht_seconds, system.patience_seconds, system.target_seconds)
    if any(len(np.unique(column)) > 1 for column in (*alike, system.aht_factor[agents > 0])):
        return None
    levels = system.level[agents > 0]
    if not (levels > 0).all() or (system.queues > 1 and len(np.unique(levels)) > 1):
        return None
    aht = float(system.aht_seconds[0] * system.aht_factor[agents > 0].flat[0])
    return _erlang_a(float(system.arrivals_per_second.sum()), aht, system, int(agents.sum()), system.queues)


def alone(system: SkillSystem, queue: int, agents: int, slower: float = 1.0) -> Measured:
    """One queue with agents of its own, who need `slower` times its handle time."""
    part = system.part(np.array([queue]), np.arange(system.groups))
    return _erlang_a(float(part.arrivals_per_second[0]), float(part.aht_seconds[0]) * slower, part, agents, 1)


def _erlang_a(rate: float, aht: float, system: SkillSystem, agents: int, queues: int) -> Measured:
    traffic = Traffic(rate, aht, system.patience_seconds[0])
    found = ErlangA().performance(traffic, agents, system.target_seconds[0])
    values = (found.answered_within_target, found.mean_wait_seconds, found.abandoned)
    return Measured.exact(*(np.full(queues, float(value)) for value in values))


def chain(
    system: SkillSystem, agents: Ints, most: int = MOST_STATES, *, waits: bool = True
) -> Measured | None:
    """By the Markov chain; None where it has more than `most` states, or levels are equal.

    Lines are given more room until a full one is rarer than `CUT`. Without `waits` the mean wait is NaN.
    """
    several = (system.most_at_once[agents > 0] > 1).any()
    if several or agents.sum() > MOST_AGENTS or not system.is_strict(agents):
        return None
    room = np.full(system.queues, _ROOM)
    while True:
        space = StateSpace(system, agents, room)
        states = space.reached(most) if space.is_countable else None
        if states is None:
            return None
        share = stationary(space.matrix(states))
        if np.isnan(share).any():
            return None
        wanted = _room_wanted(states[:, space.classes :], share, room)
        if (wanted <= room).all():
            return _measured(space, states, share, waits=waits)
        if wanted.max() > _LONGEST:
            return None
        room = np.maximum(wanted, room)


def _room_wanted(lines: Ints, share: Floats, room: Ints) -> Ints:
    """Room in which a full line would be rare enough, from how the end of each line falls off."""
    wanted = room.copy()
    for queue, most in enumerate(room.tolist()):
        length = np.maximum(np.bincount(lines[:, queue], share, most + 1), 0.0)
        if length[-1] <= CUT:
            continue
        falls = min((length[-1] / max(length[-5], 1e-300)) ** 0.25, 0.999)
        wanted[queue] = most + int(np.ceil(np.log(CUT / length[-1]) / np.log(falls))) + 4
    return wanted


def _measured(space: StateSpace, states: Ints, share: Floats, *, waits: bool) -> Measured:
    system = space.system
    level, wait, gone = (np.zeros(system.queues) for _ in range(3))
    for queue in range(system.queues):
        line = states[:, space.classes + queue]
        mean_line = float(share @ line)
        offered, patience = system.arrivals_per_second[queue], system.patience_seconds[queue]
        gone[queue] = mean_line / patience / offered
        tagged = TaggedContact(space, states[line > 0], queue)
        begins = tagged.begins(states, share)
        at_once = 1.0 - float(begins.sum())
        level[queue] = at_once + tagged.answered_within(float(system.target_seconds[queue]), begins)
        if np.isinf(patience):  # J. D. C. Little (1961): all are answered
            wait[queue] = mean_line / offered
        else:
            seconds = tagged.seconds_to_answer(begins) if waits else np.nan
            wait[queue] = seconds / (1.0 - gone[queue])
    return Measured.exact(level, wait, gone)
