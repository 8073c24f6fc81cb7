"""The schedule on a terminal: a table of days, and a strip chart of one day. Goes to stderr.

Computes nothing but the picture. Colours and box characters only where stderr is a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from staffing.records import Accuracy, Coverage, DaySummary, Floats, Ints, Summary
from staffing.report.proof import cost_words, proof_words
from staffing.timegrid import local_day, minute_of_day

CHART_ROWS = 10
MOST_QUEUES = 12
_MET, _SPARE, _SHORT = "█", "▒", "×"


def show_schedule(
    name: str,
    summary: Summary,
    days: Sequence[DaySummary],
    coverage: Coverage,
    console: Console | None = None,
) -> None:
    """Print the totals, the table of days and the busiest day's strip chart."""
    out = console or Console(stderr=True, highlight=False)
    out.print(Text(f"\n{name}: {_span(days)}", style="bold"))
    out.print(_day_table(days), markup=False)
    out.print(_totals(summary))
    busiest = max(days, key=lambda day: (day.peak_required, day.offered))
    if busiest.peak_required or busiest.shifts:
        out.print(strip_chart(coverage, busiest, out.width))


def _span(days: Sequence[DaySummary]) -> str:
    return f"{days[0].date} to {days[-1].date}, {len(days)} days"


def _day_table(days: Sequence[DaySummary]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("day", no_wrap=True)
    for heading in ("offered", "peak heads", "shifts", "paid h", "service", "short h", "spare h"):
        table.add_column(heading, justify="right", no_wrap=True)
    for day in days:
        if not (day.offered or day.shifts or day.peak_required):
            table.add_row(f"{day.weekday} {day.date}", *["·"] * 7, style="dim")
            continue
        short = day.under_agent_hours
        table.add_row(
            f"{day.weekday} {day.date}",
            f"{day.offered:,.0f}",
            f"{day.peak_required:,.1f}",
            f"{day.shifts:,}",
            f"{day.paid_hours:,.1f}",
            "–" if day.service_level is None else f"{day.service_level:.1%}",
            Text(f"{short:,.1f}", style="bold red" if short > 0.05 else ""),
            f"{day.over_agent_hours:,.1f}",
        )
    return table


def _totals(summary: Summary) -> Text:
    service = "unknown" if summary.service_level is None else f"{summary.service_level:.1%}"
    return Text(
        f"{summary.paid_hours:,.1f} paid hours {cost_words(summary)}in {summary.shifts:,} shifts "
        f"({proof_words(summary)}); predicted service level {service}; {short_intervals(summary)}."
    )


def short_intervals(summary: Summary) -> str:
    """How many intervals lack heads; where a day or week has the target, that is how it is shared out."""
    short = f"{summary.under_agent_intervals} of {summary.intervals} intervals"
    if summary.service_period == "interval":
        return f"{short} short"
    worst = summary.worst_period_service_level
    least = "" if worst is None else f"at least {worst:.1%} over each {summary.service_period}, "
    return f"{least}with {short} below the target of their own"


def strip_chart(coverage: Coverage, day: DaySummary, width: int) -> Text:
    """Heads working against heads required through one day, left to right, in at most `width` columns."""
    local = coverage.local
    inside = local_day(local) == np.datetime64(day.date)
    inside &= (coverage.required > 0) | (coverage.working > 0)
    required, working, minutes = (
        coverage.required[inside],
        coverage.working[inside],
        minute_of_day(local)[inside],
    )
    top = max(float(required.max()), float(working.max()))
    room = max(1, width - len(_margin(0.0, top)))
    shown = _worst_of_each(required - working, group=-(-len(minutes) // room))
    required, working, minutes = required[shown], working[shown], minutes[shown]
    wide = 2 if 2 * len(minutes) <= room else 1
    chart = Text(f"\n{day.weekday} {day.date}, the busiest day: heads by interval\n", style="bold")
    for level in top * (np.arange(CHART_ROWS, 0, -1) - 0.5) / CHART_ROWS:
        chart.append(_margin(float(level), top), style="dim")
        chart.append_text(_bar_row(required, working, float(level), wide))
        chart.append("\n")
    chart.append(f"{'':8}└{'─' * len(minutes) * wide}\n{'':9}{_hour_labels(minutes, wide)}\n", style="dim")
    chart.append(f"{'':9}{_MET} covered   ", style="cyan")
    chart.append(f"{_SPARE} surplus   ", style="dim")
    chart.append(f"{_SHORT} short\n", style="red")
    return chart


def _margin(level: float, top: float) -> str:
    return f"{level:7.0f} ┤" if top >= CHART_ROWS * 2 else f"{level:7.1f} ┤"


def _worst_of_each(shortfall: Floats, group: int) -> list[int]:
    """Of every `group` neighbours the one that lacks most, so that no shortage is drawn away."""
    starts = range(0, len(shortfall), group)
    return [start + int(shortfall[start : start + group].argmax()) for start in starts]


def _bar_row(required: Floats, working: Floats, level: float, wide: int) -> Text:
    row = Text()
    for need, have in zip(required.tolist(), working.tolist(), strict=True):
        if have >= level:
            row.append(wide * (_MET if need >= level else _SPARE), style="cyan" if need >= level else "dim")
        elif need >= level and need - have > 0.05:
            row.append(wide * _SHORT, style="bold red")
        else:
            row.append(wide * " ")
    return row


def _hour_labels(minutes: Ints, wide: int) -> str:
    """The hour under the interval in which it starts, where there is room for it."""
    labels = ""
    for place, minute in enumerate(minutes.tolist()):
        if minute % 60 == 0 and (not labels or len(labels) < place * wide):
            labels = labels.ljust(place * wide) + f"{minute // 60:02d}"
    return labels


def show_lines(lines: Iterable[tuple[str, str]], console: Console | None = None) -> None:
    """Print lines of text in their styles."""
    out = console or Console(stderr=True, highlight=False)
    for text, style in lines:
        out.print(Text(text, style=style), soft_wrap=True)


def show_backtest(accuracy: Accuracy, console: Console | None = None) -> None:
    """Per queue: a line per method with its error by lead, best first, and the best one's error by time."""
    out = console or Console(stderr=True, highlight=False)
    queues = _largest_queues(accuracy)
    for queue in queues[:MOST_QUEUES]:
        overall = np.flatnonzero((accuracy.queue == queue) & (accuracy.part == "all"))
        ranked = overall[np.argsort(accuracy.wape[overall], kind="stable")]
        out.print(Text(f"\n{queue}: error (WAPE) in the backtest, all and by days ahead", style="bold"))
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
    for heading in ("all", *ahead, "bias", "in 80 %"):
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
