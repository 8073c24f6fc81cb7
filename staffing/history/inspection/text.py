"""The report of `inspect` as text: what it is, what is wrong, the week as a picture, the estimates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.history.inspection.finding import EVERY_QUEUE, Finding
from staffing.history.inspection.inspect import Inspection
from staffing.history.inspection.shape import Week
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, MINUTES_PER_MONTH
from staffing.wording import counted

MOST_PER_KIND = 6
FULL_DAY = 0.8
_SHADES = " ▁▂▃▄▅▆▇█"
_DESCRIBED_QUEUES = 3


def inspection_text(report: Inspection) -> str:
    """The whole report."""
    return "\n".join([*_head(report), "", *_findings(report), *_weeks(report), *_estimates(report)])


def _head(report: Inspection) -> Iterator[str]:
    days = int((report.last_day - report.first_day).astype(int)) + 1
    grain = (
        "days"
        if report.interval_minutes >= MINUTES_PER_DAY
        else f"{report.interval_minutes}-minute intervals"
    )
    queues = ", ".join(report.queues[:5]) + (", …" if len(report.queues) > 5 else "")
    span = f"{report.first_day} to {report.last_day}: {counted(days, 'day')} in {grain}"
    if report.interval_minutes >= MINUTES_PER_MONTH:
        first, last = (str(day)[:7] for day in (report.first_day, report.last_day))
        months = int((np.datetime64(last) - np.datetime64(first)).astype(int)) + 1
        span = f"{first} to {last}: {counted(months, 'month')}"
    elif report.interval_minutes > MINUTES_PER_DAY:
        span = f"weeks of {report.first_day} to {report.last_day}: {counted((days + 6) // 7, 'week')}"
    yield f"{span}, {counted(report.rows, 'row')}"
    yield f"{counted(len(report.queues), 'queue')}: {queues}"
    rows = f"{counted(report.zero_rows, 'row')} of zero; {report.missing_share:.1%} missing"
    yield f"{report.offered:,.0f} offered; {rows}"


def _findings(report: Inspection) -> Iterator[str]:
    if not report.findings:
        yield "Nothing unusual was found."
        return
    kinds = dict.fromkeys(finding.kind for finding in report.findings)
    for kind in kinds:
        of_kind = [finding for finding in report.findings if finding.kind == kind]
        of_kind.sort(key=lambda finding: (finding.queue != EVERY_QUEUE, -finding.count))
        yield f"{kind}:"
        for finding in of_kind[:MOST_PER_KIND]:
            yield f"  {_where(finding, report)}{finding.text}"
        rest = of_kind[MOST_PER_KIND:]
        if rest:
            yield f"  … and in {len(rest)} more queues: {', '.join(finding.queue for finding in rest)}"


def _where(finding: Finding, report: Inspection) -> str:
    return "" if len(report.queues) == 1 or finding.queue not in report.queues else f"{finding.queue}: "


def _weeks(report: Inspection) -> Iterator[str]:
    """The busiest queues' weeks, drawn; each to its own height."""
    busiest = sorted(report.weeks, key=lambda queue: -float(report.weeks[queue].offered.sum()))
    for queue in busiest[:_DESCRIBED_QUEUES]:
        week = report.weeks[queue]
        yield ""
        yield f"a usual week of queue {queue} (highest {week.offered.max():,.0f} per interval), and its hours"
        yield from week_picture(week)
        yield f"  the week: {_working_week(week)}"


def _working_week(week: Week) -> str:
    """Which days are full, short or closed, in the order of a week that need not start on Monday."""
    totals = week.offered.sum(axis=1)
    full_day = float(np.median(np.sort(totals)[-5:]))
    if not full_day > 0:
        return "n/a: too few days to tell a usual week"
    share = totals / full_day
    rest = int(np.argmin(share))  # the week begins after its quietest day
    order = [(rest + 1 + day) % 7 for day in range(7)]
    if share.min() > FULL_DAY:
        return "all seven days alike"
    return ", ".join(f"{DAY_NAMES[day]} {share[day]:.0%}" for day in order) + " of a full day"


def week_picture(week: Week) -> Iterator[str]:
    """A line per weekday, at most 48 columns, and the opening hours beside it."""
    slots = week.offered.shape[1]
    columns = min(slots, 48)
    means = week.offered.reshape(7, columns, -1).mean(axis=2)
    top = means.max() or 1.0
    levels = np.ceil(means / top * (len(_SHADES) - 1)).astype(int)
    hours = week.hours()
    for day, row in enumerate(levels.tolist()):
        name = DAY_NAMES[day]
        yield f"  {name} │{''.join(_SHADES[level] for level in row)}│ {hours[name]}"
    per_hour = columns // 24
    yield "       " + "".join(f"{hour:<{3 * per_hour}}" for hour in range(0, 24, 3))


def _estimates(report: Inspection) -> Iterator[str]:
    yield ""
    if report.service_levels:
        levels = ", ".join(f"{level:.1%} ({name})" for name, level in report.service_levels.items())
        yield f"service level over all: {levels}"
    if report.printed is not None:
        differences = ", ".join(f"{name} {value:.4f}" for name, value in report.printed.differences.items())
        named = f"is printed as '{report.printed.name}'" if report.printed.name else "fits no definition"
        yield f"service level {named} (median difference: {differences})"
    if report.abandonment is not None:
        yield f"abandonment: {report.abandonment:.1%}"
    if report.patience is not None:
        yield _patience_line(report)
    spread = report.handle_time
    if spread is not None:
        yield (
            f"handle time: mean {spread.mean:.0f} s; of {spread.of}: p10 {spread.p10:.0f}, "
            f"median {spread.median:.0f}, p90 {spread.p90:.0f} s"
        )
    if spread is not None and spread.variation is not None and spread.short_share is not None:
        yield (
            f"  coefficient of variation {spread.variation:.2f} (exponential: 1); "
            f"{spread.short_share:.1%} under 10 s"
        )


def _patience_line(report: Inspection) -> str:
    assert report.patience is not None
    text = f"patience: mean {report.patience.mean:.0f} s (all waiting ÷ abandonments)"
    if report.patience.median is None:
        return text
    exponential = report.patience.mean * float(np.log(2))
    text += f"; median {report.patience.median:.0f} s (Kaplan-Meier)"
    ratio = report.patience.median / exponential
    if not 0.8 < ratio < 1.25:
        text += f", not exponential: that would have {exponential:.0f} s"
    return text
