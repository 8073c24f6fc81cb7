"""A play on a terminal: predicted beside simulated, by day, and the intervals that lose most, with why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.simulation import Simulated, SimulatedQueue
from staffing.report.text import Line
from staffing.report.text.cells import named
from staffing.report.words.simulation import WORST, worst_sentence

_WIDTH, _NAME = 80, 18


def simulation_report(name: str, played: Simulated) -> Iterator[Line]:
    """The table of days, the totals, and the worst intervals."""
    days = played.days.rows(played.days.queue_names == ALL_QUEUES)
    span = f"{days.day[0]} to {days.day[-1]}" if len(days) > 1 else f"{days.day[0]}"
    yield f"\n{name}: {span}, simulated {played.replications} times", "bold"
    headings = ("offered", "predicted", "simulated", "±", "bad day", "on target")
    yield _row("", headings), "bold"
    for row in range(len(days)):
        if not days.offered[row] > 0:
            continue
        cells = (
            f"{days.offered[row]:,.0f}",
            _percent(days.predicted_service_level[row]),
            _percent(days.service_level[row]),
            _percent(2 * days.service_level_se[row]),
            _percent(days.service_level_p10[row]),
            _percent(days.probability[row], 0),
        )
        yield _row(f"{days.day[row].item():%a %Y-%m-%d}", cells), ""
    several = len(played.queues) > 1
    for queue in (*(played.queues if several else ()), played.whole):
        yield _row("all contacts" if queue is played.whole else queue.queue, _total(queue)), "bold"
    yield from _meanings()
    yield from _worst(played, several)


def _meanings() -> Iterator[Line]:
    """What the headings stand for."""
    yield "±: two standard errors of the simulated level; bad day: one day in ten is worse;", "dim"
    yield "on target: chance that the day meets its target", "dim"


def _worst(played: Simulated, several: bool) -> Iterator[Line]:
    if not played.worst:
        return
    yield f"\n{WORST}:", "bold"
    for one in played.worst:
        for number, line in enumerate(textwrap.wrap(worst_sentence(one, several=several), _WIDTH - 4)):
            yield ("  " if number == 0 else "      ") + line, ""


def _total(queue: SimulatedQueue) -> tuple[str, ...]:
    error = None if queue.service_level_se is None else 2 * queue.service_level_se
    levels = (queue.predicted_service_level, queue.service_level, error)
    shown = (_percent(np.nan if level is None else level) for level in levels)
    return (f"{queue.offered:,.0f}", *shown, "", "")


def _row(name: str, cells: tuple[str, ...]) -> str:
    return (named(name, _NAME) + "".join(f"{cell:>10}" for cell in cells)).rstrip()


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:.{digits}f}%" if np.isfinite(value) else "·"
