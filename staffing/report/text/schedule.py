"""The schedule on a terminal: a table of days, and a strip chart of one day. Goes to stderr.

Computes nothing but the picture. Colours and box characters only where stderr is a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from staffing.arrays import Floats, Ints
from staffing.records.coverage import Coverage
from staffing.records.schedule import DaySummary, QueueService, Summary
from staffing.records.work_totals import WorkTotals
from staffing.report.text.chart import COVERED, MEANINGS, SHORT, SURPLUS, marks
from staffing.report.words.proof import cost_words, proof_words
from staffing.report.words.queue_costs import queue_costs_words
from staffing.timegrid import local_day, minute_of_day
from staffing.wording import counted, legible

CHART_ROWS = 10
_STYLES = {COVERED: "cyan", SURPLUS: "dim", SHORT: "bold red"}


def show_schedule(
    name: str,
    summary: Summary,
    days: Sequence[DaySummary],
    coverage: Coverage,
    console: Console | None = None,
) -> None:
    """Print the totals, the table of days and the busiest day's strip chart."""
    out = console or Console(stderr=True, highlight=False)
    out.print(Text(f"\n{legible(name)}: {_span(days)}", style="bold"))
    out.print(_day_table(days), markup=False)
    out.print(_totals(summary))
    if summary.queues:
        out.print(_queue_table(summary.queues), markup=False)
    if summary.queue_costs is not None:
        out.print(Text(queue_costs_words(summary.queue_costs)))
    if summary.work:
        out.print(_work_table(summary.work), markup=False)
    busiest = max(days, key=lambda day: (day.peak_required, day.offered))
    if busiest.peak_required or busiest.shifts:
        out.print(strip_chart(coverage, busiest, out.width))


def _span(days: Sequence[DaySummary]) -> str:
    return f"{days[0].date} to {days[-1].date}, {counted(len(days), 'day')}"


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


def _queue_table(queues: Sequence[QueueService]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("queue")
    for heading in ("offered", "service", "target"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in queues:
        shares = (one.service_level, one.target)
        level, target = ("–" if share is None else f"{share:.1%}" for share in shares)
        table.add_row(Text(legible(one.queue)), f"{one.offered:,.0f}", level, target)
    return table


def _work_table(work: Sequence[WorkTotals]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("work")
    for heading in ("open before", "arrived", "done", "hours", "in time", "open after"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in work:
        table.add_row(
            Text(legible(one.work)),
            *(f"{contacts:,.0f}" for contacts in (one.open_at_start, one.arrived, one.done)),
            f"{one.hours:,.1f}",
            "–" if one.on_time is None else f"{one.on_time:.1%}",
            f"{one.backlog:,.0f}",
        )
    return table


def _totals(summary: Summary) -> Text:
    service = "unknown" if summary.service_level is None else f"{summary.service_level:.1%}"
    return Text(
        f"{summary.paid_hours:,.1f} paid hours {cost_words(summary)}in {counted(summary.shifts, 'shift')} "
        f"({proof_words(summary)}); predicted service level {service}; {short_intervals(summary)}"
        f"{after_the_end(summary)}."
    )


def after_the_end(summary: Summary) -> str:
    """What is worked beyond the hours paid, where it is worth a word."""
    hours = summary.hours_after_shift_end
    if hours < 0.5:
        return ""
    return f"; about {counted(max(round(hours), 1), 'hour')} finishing contacts after the end of shifts"


def short_intervals(summary: Summary) -> str:
    """How many intervals lack heads; where a day or week has the target, that is how it is shared out."""
    short = f"{summary.under_agent_intervals} of {summary.intervals} intervals"
    if summary.service_period == "interval":
        return f"{short} short" + (" of the heads it was repaired for" if summary.is_repaired else "")
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
        for mark in marks(required, working, float(level)):
            chart.append(wide * mark, style=_STYLES.get(mark, ""))
        chart.append("\n")
    chart.append(
        f"{'':8}└{'─' * len(minutes) * wide}\n{'':9}{_hour_labels(minutes, wide)}\n{'':9}", style="dim"
    )
    for mark, meaning in MEANINGS.items():
        chart.append(f"{mark} {meaning}   ", style=_STYLES[mark])
    chart.rstrip()
    chart.append("\n")
    return chart


def _margin(level: float, top: float) -> str:
    return f"{level:7.0f} ┤" if top >= CHART_ROWS * 2 else f"{level:7.1f} ┤"


def _worst_of_each(shortfall: Floats, group: int) -> list[int]:
    """Of every `group` neighbours the one that lacks most, so that no shortage is drawn away."""
    starts = range(0, len(shortfall), group)
    return [start + int(shortfall[start : start + group].argmax()) for start in starts]


def _hour_labels(minutes: Ints, wide: int) -> str:
    """The hour under the interval in which it starts, where there is room for it."""
    labels = ""
    for place, minute in enumerate(minutes.tolist()):
        if minute % 60 == 0 and (not labels or len(labels) < place * wide):
            labels = labels.ljust(place * wide) + f"{minute // 60:02d}"
    return labels
