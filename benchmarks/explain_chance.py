"""The size of chance that `explain` tells beside a day, against days played.

    python benchmarks/explain_chance.py [--days 2000]

Days of which contacts, handle times and agents are as planned but for chance are played. `told` is the
standard deviation that an account gives to chance when the day's contacts and handle time are known, `played`
what is left of the days' service levels by a regression on both. `all` is the deviation with nothing known.
"""

from __future__ import annotations

import argparse

import numpy as np
from simulation_truth import incoming as level_day

from staffing.arrays import Floats
from staffing.definitions import DEFINITIONS
from staffing.explanation.chance import Chance, typical
from staffing.explanation.day_data import Contacts
from staffing.queueing.erlang_a import ErlangA
from staffing.queueing.model import Traffic
from staffing.queueing.variability import variance_per_contact
from staffing.simulation.game import Game

SECONDS, TARGET, STEP = 1800.0, 20.0, 0.01
SHAPE = 0.6 + 0.4 * np.sin(np.linspace(0.0, 3.0 * np.pi, 28)) ** 2  # two peaks in fourteen hours

# load at the peak, handle time, patience, agents ÷ those that 80/20 needs
KINDS = {
    "50 agents": (42.0, 240.0, 180.0, 1.0),
    "200 agents": (185.0, 300.0, 120.0, 1.0),
    "60 agents, handle time 600": (52.0, 600.0, 150.0, 1.0),
    "6 agents": (4.0, 240.0, 180.0, 1.0),
    "40 agents, short of a tenth": (35.0, 240.0, 180.0, 0.9),
    "30 agents, handle time 900": (24.0, 900.0, 300.0, 1.0),
}


def sized(traffic: Traffic) -> Floats:
    """The fewest agents that answer 80 % within the target, by interval."""
    agents = np.ceil(traffic.load * 0.5)
    while True:
        level = ErlangA().performance(traffic, agents, TARGET).answered_within_target
        if (level >= 0.8).all():
            return agents
        agents = agents + (level < 0.8)


def told(traffic: Traffic, agents: Floats) -> tuple[float, float]:
    """Standard deviations of the day's service level: contacts and handle time known, and unknown."""

    def level(rate: float, aht: float) -> Floats:
        moved = Traffic(
            traffic.arrivals_per_second * rate, traffic.aht_seconds * aht, traffic.patience_seconds
        )
        return ErlangA().performance(moved, agents, TARGET).answered_within_target

    offered, value = traffic.arrivals_per_second * SECONDS, level(1.0, 1.0)
    (variance,) = variance_per_contact(traffic, agents, TARGET, DEFINITIONS["offered"].chances)
    slopes = [(level(*case) - value) / STEP for case in ((1.0 + STEP, 1.0), (1.0, 1.0 + STEP))]
    answered = offered * ErlangA().performance(traffic, agents, TARGET).answered
    contacts = Contacts(offered, traffic.aht_seconds, answered)
    one_day, first = np.zeros(len(offered), dtype=np.int64), np.array([0])
    known = typical(Chance(variance, *slopes), contacts, one_day, first)
    return float(known[0]), float(np.sqrt((offered * variance).sum()) / offered.sum())


def played(traffic: Traffic, agents: Floats, days: int) -> tuple[float, float]:
    """The same of so many days played."""
    incoming = level_day(traffic, SECONDS, TARGET)
    found = Game(0, incoming, agents=agents).play(1, np.arange(days))
    outcomes = found.outcomes.sum(axis=1)
    offered, in_time, answered = (
        outcomes.sum(axis=1),
        outcomes[:, :2].sum(axis=1),
        outcomes[:, :3].sum(axis=1),
    )
    level = in_time / offered
    known = np.column_stack([np.ones(days), np.log(offered), np.log(found.busy.sum(axis=1) / answered)])
    left = level - known @ np.linalg.lstsq(known, level, rcond=None)[0]
    return float(left.std(ddof=3)), float(level.std(ddof=1))


def kind(peak: float, aht: float, patience: float, share: float) -> tuple[Traffic, Floats]:
    """Contacts and agents of a day."""
    count = len(SHAPE)
    traffic = Traffic(peak * SHAPE / aht, np.full(count, aht), np.full(count, patience))
    return traffic, np.maximum(np.rint(share * sized(traffic)), 1.0)


def main() -> None:
    """A row per kind of centre, in points of service level."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=2000)
    given = parser.parse_args()
    print(f"{'':32}{'told':>7}{'played':>8}{'ratio':>7}{'all, told':>12}{'played':>8}")
    for name, numbers in KINDS.items():
        traffic, agents = kind(*numbers)
        (own, whole), (left, every) = told(traffic, agents), played(traffic, agents, given.days)
        known = f"{100 * own:7.2f}{100 * left:8.2f}{own / left:7.2f}"
        print(f"{name:32}{known}{100 * whole:12.2f}{100 * every:8.2f}")


if __name__ == "__main__":
    main()
