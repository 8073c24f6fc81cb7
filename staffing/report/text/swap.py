"""An exchange of shifts in a planner's words."""

from __future__ import annotations

from staffing.records.swap import Swap
from staffing.wording import counted

_SAME = 1e-9


def swap_report(swap: Swap) -> list[str]:
    """Lines to print: who works what then, hours, priced rules broken, coverage and cost.

    Hard rules broken are told as the error that they are.
    """
    verdict = "allowed" if swap.is_allowed else "not allowed"
    lines = [f"{swap.first} and {swap.second}, {counted(len(swap.dates), 'date')}: {verdict}"]
    for one in swap.dates:
        lines.append(
            f"{one.date}: {swap.first} works {one.second} (had {one.first}), "
            f"{swap.second} {one.first} (had {one.second})"
        )
    lines += [
        f"{one.agent}, week of {one.week}: {one.before:g} paid hours become {one.after:g}"
        for one in swap.hours
    ]
    lines += [
        f"{one.agent}, {one.date}: {one.rule}: {one.reason} (costs {one.cost:,.1f})"
        for one in swap.broken
        if one.cost is not None
    ]
    lines.append(_coverage(swap))
    if swap.is_allowed:
        parts = ", ".join(f"{name} {change:+,.1f}" for name, change in swap.parts.items())
        lines.append(f"Cost: {swap.cost:+,.1f} ({parts})" if parts else "Cost: unchanged")
    return lines


def _coverage(swap: Swap) -> str:
    short = swap.short_hours_after - swap.short_hours_before
    over = swap.over_hours_after - swap.over_hours_before
    if abs(short) < _SAME and abs(over) < _SAME:
        return "Coverage: unchanged"
    return f"Coverage: {short:+,.1f} agent-hours short, {over:+,.1f} over"
