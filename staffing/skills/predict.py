"""The service that a staffing gives: exact where the system is small or simple, simulated otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Ints
from staffing.skills.exact import alone, chain, one_queue
from staffing.skills.measured import Measured
from staffing.skills.sample import PlayedService
from staffing.skills.system import SkillSystem


@dataclass(frozen=True)
class Precision:
    """How precise a prediction is to be, in counted work.

    standard_error: of service level, to aim at
    contacts:       to begin with; most_contacts: and to end with
    states:         of a chain that is still solved; 0: only formulas and simulation
    """

    standard_error: float = 0.001
    contacts: float = 100_000.0
    most_contacts: float = 6_400_000.0
    states: int = 100_000


def predict(system: SkillSystem, agents: Ints, precision: Precision, seed: int) -> Measured:
    """Service of each queue. The same for the same, whatever else was predicted before."""
    parts = []
    seen = np.zeros(system.queues, dtype=bool)
    for queues, groups in system.parts(agents):
        seen[queues] = True
        part = system.part(queues, groups)
        parts.append((queues, _of_part(part, agents[groups], precision, seed)))
    for queue in np.flatnonzero(~seen).tolist():
        parts.append((np.array([queue]), alone(system, queue, 0)))
    return Measured.of_parts(parts, system.queues).rounded()


def _of_part(system: SkillSystem, agents: Ints, precision: Precision, seed: int) -> Measured:
    found = one_queue(system, agents)
    if found is None and precision.states:
        found = chain(system, agents, precision.states)
    if found is not None:
        return found
    sample = PlayedService(system, agents, (seed, *agents.tolist()), precision.contacts)
    while True:
        found = sample.measured
        is_precise = found.service_level_se.max() <= precision.standard_error
        if is_precise or sample.contacts >= precision.most_contacts:
            return found
        sample.double()
