"""Erlang C (M/M/s): contacts wait in order of arrival, however long; nobody gives up.

Source: A. K. Erlang (1917); in today's notation R. B. Cooper (1981), Introduction to Queueing Theory, §3.5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Floats
from staffing.queueing.erlang_b import blocking
from staffing.queueing.lines import limited_lines
from staffing.queueing.model import Intervals, Traffic, by_case, intervals
from staffing.queueing.performance import Performance, no_contacts


def delay_probability(agents: Floats, load: Floats) -> Floats:
    """C(s, a) = s B / (s − a (1 − B)) for s > a; 1 where agents ≤ load. Arrays of one shape, load > 0."""
    stable = agents > load
    servers = np.where(stable, agents, load + 1.0)
    blocked = blocking(servers, load)
    # s − a + a B rather than s − a (1 − B): no cancellation when s is near a.
    return np.where(stable, servers * blocked / (servers - load + load * blocked), 1.0)


class ErlangC:
    """Delay system; where lines are limited M/M/s/K (`lines`).

    With agents ≤ load and no limit the queue grows without end: nobody is answered in time.
    """

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Patience is taken to be infinite, whatever `traffic` says."""
        asked = intervals(traffic, agents, target_seconds)
        patient = asked._replace(patience_seconds=np.full_like(asked.load, np.inf))
        limited = np.isfinite(asked.lines)
        return by_case(
            patient,
            (~asked.busy, lambda rows: no_contacts(rows.load)),
            (asked.busy & limited, limited_lines),
            (asked.busy & ~limited, endless_patience),
        )


def endless_patience(asked: Intervals) -> Performance:
    """P(W > t) = C e^{−(s−a) t / AHT} and E[W] = C AHT / (s − a)."""
    load, aht, agents, target = asked.load, asked.aht_seconds, asked.agents, asked.target_seconds
    waits = delay_probability(agents, load)
    stable = agents > load
    spare = np.where(stable, agents - load, 1.0)
    none = np.zeros_like(load)
    # In overload only s of a contacts per handle time are ever answered, none of them in time.
    answered = np.where(stable, 1.0, agents / load)
    return Performance(
        wait_probability=waits,
        answered=answered,
        answered_within_target=np.where(stable, 1.0 - waits * np.exp(-spare * target / aht), 0.0),
        abandoned=none,
        abandoned_within_target=none,
        blocked=none,
        occupancy=np.where(stable, load / np.where(stable, agents, 1.0), (agents > 0).astype(np.float64)),
        mean_wait=lambda: np.where(stable, waits * aht / spare, np.inf),
    )


MODEL = ErlangC()
