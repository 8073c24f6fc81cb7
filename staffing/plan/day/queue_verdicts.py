"""Queues that have a target of their own, and whether the days kept it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.definitions import DEFINITIONS
from staffing.plan.file.schema import ServiceChoice
from staffing.plan.need.own_targets import own_targets
from staffing.records.history import History


def queue_verdicts(
    history: History, here: Bools, counts: Mapping[str, Floats], asked: ServiceChoice
) -> Iterator[str]:
    """What each such queue got in the rows `here`, beside its own target.

    Counts of intervals are of the seconds of the plan's one target, which the words then name.
    """
    counted, definition = asked.target.value.seconds, DEFINITIONS[asked.definition]
    for queue, target in own_targets(asked).targets.items():
        rows = here & (history.queue_names == queue)
        of_queue = {name: float(np.nansum(count[rows])) for name, count in counts.items()}
        part, whole = definition.of_counts(of_queue.__getitem__)
        if not whole > 0:
            continue
        level = float(part / whole)
        verdict = "met" if level >= target.service_level else "missed"
        got = f"{level:.1%} within {counted:g} s"
        yield (
            f"queue {queue}: {got} beside its own target of {target.service_level:.0%} within "
            f"{target.seconds:g} s: "
            + (verdict if target.seconds == counted else f"{verdict}, as far as {counted:g} s can tell")
        )
