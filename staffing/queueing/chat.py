"""Chat: several contacts at once per agent, each of which then takes longer.

While one customer writes the agent serves another. With r = time a customer takes to write ÷ time the agent
takes, an agent with k chats is a finite-source queue (Engset's machine repair, R. B. Cooper (1981),
Introduction to Queueing Theory, §3.9): it idles with probability P_k = (r^k/k!) / Σ_{j≤k} r^j/j!, and gets

    C(k) = (1 − P_k) / (1 − P_1)

times as much done as with one chat, at most 1 + r (the definition of US patent 8,064,589). So a chat takes
AHT · k / C(k), and s agents are s · k places. Dividing the handle time by k overstates capacity.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from staffing.errors import UsageError
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.performance import Performance


class Chat:
    """A model of contacts of which an agent takes several at once."""

    def __init__(self, model: QueueModel, at_once: int, writing_ratio: float) -> None:
        """`at_once` ≥ 1; `writing_ratio` > 0: customer's ÷ agent's writing time. UsageError otherwise."""
        if at_once < 1 or not 0 < writing_ratio < math.inf:
            hint = "such as 3 at once, and 2 where customers take twice as long to write"
            raise UsageError("chats at once must be 1 or more, the writing ratio more than 0", hint=hint)
        self.model, self.at_once = model, at_once
        self.slower = at_once / gain(at_once, writing_ratio)

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Agents are people; occupancy is of their places."""
        places = np.asarray(agents, dtype=np.float64) * self.at_once
        return self.model.performance(traffic.handled(self.slower), places, target_seconds)


def gain(at_once: int, writing_ratio: float) -> float:
    """C(k): work done with k chats ÷ work done with one."""
    return (1.0 - _idle(at_once, writing_ratio)) / (1.0 - _idle(1, writing_ratio))


def _idle(k: int, r: float) -> float:
    """Erlang's recursion for P_k."""
    idle = 1.0
    for j in range(1, k + 1):
        idle = r * idle / (j + r * idle)
    return idle
