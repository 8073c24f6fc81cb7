"""Whether the days kept the target of each queue, where there are several or it has one of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.definitions import DEFINITIONS, OFFERED
from staffing.plan.file.schema import ServiceChoice
from staffing.plan.need.demand import targets_of
from staffing.records.history import History


def queue_verdicts(
    history: History, here: Bools, counts: Mapping[str, Floats], asked: ServiceChoice
) -> Iterator[str]:
    """What each queue got in the rows `here`, beside its target: where that changes, its mean over contacts.

    Counts of intervals are of the seconds of the plan's one target, which the words then name.
    """
    plan, definition = asked.target.value, DEFINITIONS[asked.definition]
    own = targets_of(asked, history)
    is_own = np.isfinite(own[0])
    aims, seconds = (np.where(is_own, one, of_plan) for one, of_plan in zip(own, plan, strict=True))
    several = len(np.unique(history.queue[here])) > 1
    for queue in history.queues:
        rows = here & (history.queue_names == queue) & (counts[OFFERED] > 0)
        if not rows.any() or not (several or is_own[rows].any()):
            continue
        of_queue = {name: float(np.nansum(count[rows])) for name, count in counts.items()}
        part, whole = definition.of_counts(of_queue.__getitem__)
        aim = float(np.average(aims[rows], weights=counts[OFFERED][rows]))
        if not whole > 0 or not aim > 0:
            continue
        level = float(part / whole)
        within = " or ".join(f"{one:g}" for one in np.unique(seconds[rows]).tolist())
        verdict = "met" if level >= aim else "missed"
        if within != f"{plan.seconds:g}":
            verdict += f", as far as {plan.seconds:g} s can tell"
        whose = "its own target" if is_own[rows].all() else "the target"
        yield (
            f"queue {queue}: {level:.1%} within {plan.seconds:g} s beside {whose} of "
            f"{aim:.0%} within {within} s: {verdict}"
        )
