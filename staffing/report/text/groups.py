"""The service of queues that groups answer, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from staffing.records.groups import GroupStep, RoutedService, StaffedInterval
from staffing.report.text import Line
from staffing.report.text.cells import named

_NAME = 18


def service_report(service: RoutedService) -> Iterator[Line]:
    """Each queue over all intervals, by its contacts."""
    yield (
        f"\n{'queue':{_NAME}}{'offered':>10}{'service':>10}{'± 2 SE':>10}{'worst':>10}{'abandon':>10}",
        "bold",
    )
    for number, name in enumerate(service.queues):
        rows = service.rows((service.queue == number) & (service.offered > 0))
        if not len(rows):
            continue
        weight = rows.offered / rows.offered.sum()
        error = np.sqrt((weight**2) @ np.nan_to_num(rows.service_level_se) ** 2)
        shown = "exact" if error == 0 else f"{2 * error:.2%}"
        level, gone = weight @ rows.service_level, weight @ rows.abandonment
        worst = rows.service_level.min()
        cells = (f"{rows.offered.sum():,.0f}", f"{level:.1%}", shown, f"{worst:.1%}", f"{gone:.1%}")
        yield named(name, _NAME) + "".join(f"{cell:>10}" for cell in cells), ""


def sizing_report(service: RoutedService, intervals: Sequence[StaffedInterval]) -> Iterator[Line]:
    """The service of the cheapest groups, what pooling saves, and interval by interval what binds."""
    yield from service_report(service)
    cost = sum(one.cost for one in intervals)
    alone = sum(one.cost_each_queue_alone for one in intervals)
    if not alone > 0:
        return
    yield f"\ncost {cost:,.2f}; each queue alone {alone:,.2f}: pooling saves {1 - cost / alone:.1%}", "bold"
    bound = Counter(one.binding_queue for one in intervals)
    spread = ", ".join(f"{queue} in {number}" for queue, number in bound.most_common())
    yield f"binding queue: {spread} of {len(intervals)} intervals", ""
    yield f"\n{'interval':18}{'binds':14}agents, and with one fewer or one more", "bold"
    for one in intervals:
        steps = "; ".join(_step(step) for step in one.groups)
        yield f"{one.interval_start[:16]:18}{named(one.binding_queue, 14)}{steps}", ""


def _step(step: GroupStep) -> str:
    fewer = "" if step.fewer_service_level is None else f"{step.fewer_queue} {step.fewer_service_level:.1%}, "
    return f"{step.group} {step.agents} ({fewer}{step.more_service_level:.1%})"
