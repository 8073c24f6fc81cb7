"""A plan beside its variants, in at most 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np

from staffing.records.whatif import KeptDays, Variants, WhatIf
from staffing.report.text import Line
from staffing.report.text.cells import named, right

_WIDTH, _NAME, _SHORT = 80, 22, 18
MOST_COLUMNS = 5  # of variants beside each other


def whatif_report(made: WhatIf) -> Iterator[Line]:
    """The table, and what to know about it."""
    count = f"{len(made.changes)} variant{'s' if len(made.changes) > 1 else ''}"
    yield f"\n{made.name}: {made.first_day} to {made.last_day}, the plan and {count}", "bold"
    if made.variants is not None:
        is_scheduled = bool(np.isfinite(made.variants.paid_hours).any())
        yield from _scheduled(made.variants) if is_scheduled else _required(made.variants)
    if made.kept is not None:
        yield from _kept(made.kept)
    for note in made.notes:
        for line in textwrap.wrap(note, _WIDTH):
            yield line, "dim"


def _required(rows: Variants) -> Iterator[Line]:
    """Heads at the peak and head hours, what they are more, and the service they give."""
    yield f"{'':{_NAME}}{'peak':>8}{'':9}{'head':>11}{'':21}{'service':>9}", "bold"
    yield f"{'':{_NAME}}{'heads':>8}{'more':>9}{'hours':>11}{'more':>12}{'%':>9}{'level':>9}", "bold"
    for row in range(len(rows)):
        name, *others = _wrapped(rows, row, _NAME)
        yield (
            f"{named(name, _NAME)}{rows.peak_heads[row]:>8,.1f}{_more(rows.more_peak_heads[row], row, 9)}"
            f"{rows.head_hours[row]:>11,.0f}{_more(rows.more_hours[row], row, 12)}"
            f"{_percent(rows.more_hours_share[row], row, 9)}{_level(rows.service_level[row]):>9}",
            "",
        )
        yield from ((text, "") for text in others)


def _scheduled(rows: Variants) -> Iterator[Line]:
    """Paid hours and cost of the shifts, what they are more, and the service they give."""
    yield f"{'':{_SHORT}}{'peak':>7}{'paid':>10}{'':9}{'':11}{'':17}{'service':>8}", "bold"
    yield (
        f"{'':{_SHORT}}{'heads':>7}{'hours':>10}{'more':>9}{'cost':>11}{'more':>10}{'%':>7}{'level':>8}",
        "bold",
    )
    for row in range(len(rows)):
        name, *others = _wrapped(rows, row, _SHORT)
        yield (
            f"{named(name, _SHORT)}{rows.peak_heads[row]:>7,.1f}{_figure(rows.paid_hours[row], 10)}"
            f"{_more(rows.more_hours[row], row, 9)}{_figure(rows.cost[row], 11)}"
            f"{_more(rows.more_cost[row], row, 10)}{_percent(rows.more_cost_share[row], row, 7)}"
            f"{_level(rows.service_level[row]):>8}",
            "",
        )
        yield from ((text, "") for text in others)


def _kept(rows: KeptDays) -> Iterator[Line]:
    """Days down, the plan and its first variants across; the service of the schedule that is kept."""
    names = list(dict.fromkeys(str(name) for name in rows.variant))
    width = (_WIDTH - _NAME) // min(len(names), MOST_COLUMNS + 1)
    shown = names[: MOST_COLUMNS + 1]
    yield f"{'service level':{_NAME}}" + "".join(right(name, width) for name in shown), "bold"
    for day in np.unique(rows.day[~np.isnat(rows.day)]).tolist():
        levels = [rows.service_level[(rows.variant == name) & (rows.day == day)][0] for name in shown]
        texts = "".join(f"{_level(level):>{width}}" for level in levels)
        yield f"{f'{day:%a %Y-%m-%d}':{_NAME}}{texts}", ""
    total = [rows.rows((rows.variant == name) & np.isnat(rows.day)) for name in shown]
    levels, short = (
        [getattr(one, name)[0] for one in total] for name in ("service_level", "under_agent_hours")
    )
    yield f"{'all days':{_NAME}}" + "".join(f"{_level(level):>{width}}" for level in levels), "bold"
    yield f"{'agent hours short':{_NAME}}" + "".join(f"{hours:>{width},.1f}" for hours in short), ""
    if len(names) > len(shown):
        yield f"and {len(names) - len(shown)} more in the file of --out", "dim"


def _wrapped(rows: Variants, row: int, width: int) -> list[str]:
    return textwrap.wrap(str(rows.variant[row]), width - 1)


def _figure(value: float, width: int) -> str:
    return f"{value:>{width},.0f}" if np.isfinite(value) else f"{'·':>{width}}"


def _more(value: float, row: int, width: int) -> str:
    """With a sign; nothing in the plan's own row, or where it is not known."""
    return f"{value:>+{width},.1f}" if row and np.isfinite(value) else f"{'':{width}}"


def _percent(share: float, row: int, width: int) -> str:
    return f"{share:>+{width}.1%}" if row and np.isfinite(share) else f"{'':{width}}"


def _level(level: float) -> str:
    return f"{level:.1%}" if np.isfinite(level) else "·"
