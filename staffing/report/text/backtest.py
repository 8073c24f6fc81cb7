"""The backtest on a terminal: the methods of each queue, best first. Goes to stderr."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from staffing.arrays import Ints
from staffing.records.forecast import Accuracy
from staffing.wording import legible

MOST_QUEUES = 12


def show_backtest(accuracy: Accuracy, console: Console | None = None) -> None:
    """Per queue: a line per method with its error by lead, best first, and the best one's error by time."""
    out = console or Console(stderr=True, highlight=False)
    queues = _largest_queues(accuracy)
    for queue in queues[:MOST_QUEUES]:
        overall = np.flatnonzero((accuracy.queue == queue) & (accuracy.part == "all"))
        ranked = overall[np.argsort(accuracy.wape[overall], kind="stable")]
        title = f"\n{legible(queue)}: error (WAPE) in the backtest, all and by days ahead"
        out.print(Text(title, style="bold"))
        out.print(_method_table(accuracy, queue, ranked), markup=False)
        best = str(accuracy.method[ranked[0]])
        out.print(Text(_error_strip(accuracy, queue, best)))
        if gains := _update_gains(accuracy, queue, best):
            out.print(Text(gains))
    if len(queues) > MOST_QUEUES:
        out.print(Text(f"\n… and {len(queues) - MOST_QUEUES} smaller queues, in the file"))


def _largest_queues(accuracy: Accuracy) -> list[str]:
    """The queues by their contacts, most first."""
    overall = accuracy.part == "all"
    offered = dict(zip(accuracy.queue[overall].tolist(), accuracy.offered[overall].tolist(), strict=True))
    return sorted(offered, key=lambda queue: -offered[queue])


def _method_table(accuracy: Accuracy, queue: str, ranked: Ints) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("method", no_wrap=True)
    leads = list(dict.fromkeys(accuracy.value[accuracy.part == "lead"].tolist()))
    ahead = (lead.removeprefix("days ").removeprefix("day ") for lead in leads)
    for heading in ("all", *ahead, "bias", "in 80%"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in ranked.tolist():
        of_method = (accuracy.queue == queue) & (accuracy.method == accuracy.method[row])
        by_lead = [accuracy.wape[of_method & (accuracy.value == lead)] for lead in leads]
        errors = [accuracy.wape[row], *(wape[0] if len(wape) else np.nan for wape in by_lead)]
        shown = ["–" if np.isnan(error) else f"{error:.{int(error < 10)}%}" for error in errors]
        bias = "–" if np.isnan(accuracy.bias[row]) else f"{accuracy.bias[row]:+.1%}"
        table.add_row(str(accuracy.method[row]), *shown, bias, f"{accuracy.coverage_80[row]:.0%}")
    return table


def _error_strip(accuracy: Accuracy, queue: str, method: str) -> str:
    """`method by time of day, 3.1% to 9.8%: 07:00 ▂▁▁▃ 20:30`, on two lines."""
    mine = (accuracy.queue == queue) & (accuracy.method == method) & (accuracy.part == "time")
    mine &= np.isfinite(accuracy.wape)
    wape, times = accuracy.wape[mine], accuracy.value[mine]
    if not len(wape):
        return f"{method}: no contacts"
    bars = " ▁▂▃▄▅▆▇█"
    height = np.ceil(np.minimum(wape / np.max([wape.max(), 1e-9]), 1.0) * (len(bars) - 1)).astype(np.int64)
    strip = "".join(bars[level] for level in height)
    span = f"{wape.min():.1%} to {wape.max():.1%}"
    return f"{method} by time of day, {span}:\n{times[0]} {strip} {times[-1]}"


def _update_gains(accuracy: Accuracy, queue: str, method: str) -> str:
    """`updated: from 09:00 -8%, 11:00 -16%`: how the error of the rest of a day changes."""
    mine = (accuracy.queue == queue) & (accuracy.method == method)
    planned, updated = (
        dict(zip(accuracy.value[of].tolist(), accuracy.wape[of].tolist(), strict=True))
        for of in (mine & (accuracy.part == "rest"), mine & (accuracy.part == "updated"))
    )
    changes = [f"{time} {updated[time] / wape - 1:+.0%}" for time, wape in planned.items() if wape > 0]
    text = f"error of the rest of the day, updated with the contacts so far:\nfrom {', '.join(changes)}"
    return text if changes else ""
