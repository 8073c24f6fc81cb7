"""An account in words for a morning meeting: what was planned, what happened, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from staffing.records.explanation import Explanation, LunchFinding

PEOPLE = ("schedule_changes", "attendance", "adherence", "lunches")
NEGLIGIBLE = 0.05  # points or seconds that print as zero
TITLES = {
    "volume": "volume",
    "shape": "time of day of the contacts",
    "handle_time": "handle time",
    "schedule_gaps": "schedule short of its requirement",
    "schedule_changes": "people scheduled on the day",
    "attendance": "attendance",
    "adherence": "adherence",
    "lunches": "lunches and breaks",
    "chance": "chance",
}
_MORE_AND_LESS = {
    "volume": ("volume over forecast", "volume under forecast"),
    "handle_time": ("longer handle time", "shorter handle time"),
    "schedule_changes": ("more people scheduled", "fewer people scheduled"),
    "attendance": ("attendance over plan", "absence"),
    "shape": ("contacts at other times", "contacts at other times"),
}
_SHORT = {"lunches": "lunches", "schedule_gaps": "schedule short"}
_NAMES = {
    "schedule_changes": "who was scheduled",
    "attendance": "who came",
    "adherence": "who was on the phones",
    "lunches": "when lunches were",
}


def headline(account: Explanation, period: int) -> str:
    """`71.0 % instead of 80.2 %: volume over forecast −4.1, absence −1.6, chance +0.4`."""
    actual, planned = account.actual[0, period], account.planned[0, period]
    causes = [
        f"{_cause(account, factor, period)} {signed(points)}" for factor, points in _largest(account, period)
    ]
    return f"{percent(actual)} instead of {percent(planned)}" + (f": {', '.join(causes)}" if causes else "")


def remarks(account: Explanation, period: int) -> list[str]:
    """What to know of a period: what is not recorded, and whether chance is larger than chance is."""
    lacking, blind = not_recorded(account, period), in_chance(account, period)
    chance, usual = account.parts[0, -1, period], account.typical[0, period]
    implied = account.agents_implied[period]
    said = []
    names = " and ".join([", ".join(lacking[:-1]), lacking[-1]] if len(lacking) > 1 else lacking)
    if lacking:
        home = "chance" if blind else "adherence"
        said.append(f"Not recorded: {names}. The plan is assumed, so any effect is part of {home}.")
    if account.recorded[account.factors.index("handle_time"), period] <= 0:
        said.append("Handle times are not recorded: their effect is part of chance.")
    if np.isfinite(usual) and abs(chance) > 2.0 * usual:
        why = "an effect of what is not recorded, or" if blind else "probably"
        said.append(
            f"Chance is usually ±{100 * usual:.1f} points; {signed(100 * chance)} is more than that: "
            f"{why} something outside the model."
        )
        if blind and np.isfinite(implied):
            said.append(f"The service level matches {implied:.0%} of the agents assumed to be on the phones.")
    return said


def not_recorded(account: Explanation, period: int) -> list[str]:
    """What of the people is not recorded, or only in part."""
    known = {name: account.recorded[account.factors.index(name), period] for name in PEOPLE}
    return [
        _NAMES[name] + (" (in part)" if share > 0 else "") for name, share in known.items() if share < 0.999
    ]


def in_chance(account: Explanation, period: int) -> bool:
    """Whether what is not recorded of the people is in chance; else agents on the phones tell it."""
    return bool(not_recorded(account, period)) and account.agents_recorded[period] < 0.999


def figures(account: Explanation, factor: str, period: int) -> tuple[str, str]:
    """A factor's own figures, planned and actual; empty where it has none or they are not recorded."""
    row = account.factors.index(factor)
    planned, actual = account.inputs_planned[row, period], account.inputs_actual[row, period]
    if factor == "volume":
        return f"{planned:,.0f}", f"{actual:,.0f}"
    if factor == "shape":
        return "", f"{percent(actual)} moved"
    if factor == "handle_time":
        return f"{planned:.0f} s", f"{actual:.0f} s" if account.recorded[row, period] > 0 else "not recorded"
    if factor == "schedule_gaps":
        return "", f"{actual:,.1f} h short"
    show = (lambda hours: f"{hours:,.1f} h") if factor == "schedule_changes" else percent
    if factor == "chance":
        usual = account.typical[0, period]
        return "", f"usually ±{100 * usual:.1f}" if np.isfinite(usual) else ""
    known = account.recorded[row, period] > 0 and np.isfinite(actual)
    return show(planned) if np.isfinite(planned) else "", show(actual) if known else "not recorded"


class CauseRow(NamedTuple):
    """A line of the table of causes, as text; `points` is empty where the cause is not recorded."""

    title: str
    points: str
    planned: str
    actual: str


def cause_rows(account: Explanation, period: int) -> Iterator[CauseRow]:
    """The causes of a period in their order, each with its points and its own figures."""
    for row, factor in enumerate(account.factors):
        planned, actual = figures(account, factor, period)
        points = signed(100 * float(account.parts[0, row, period]))
        yield CauseRow(TITLES[factor], "" if actual == "not recorded" else points, planned, actual)


def others(account: Explanation, period: int) -> str:
    """The other measures, in one sentence; empty where they are unknown."""
    parts = []
    for name, title in (("mean_wait_seconds", "mean wait"), ("abandonment", "abandonment")):
        row = account.measures.index(name)
        planned, actual = account.planned[row, period], account.actual[row, period]
        if np.isfinite(planned) and np.isfinite(actual):
            show = percent if name == "abandonment" else seconds
            parts.append(f"{title} {show(actual)} instead of {show(planned)}")
    return "; ".join(parts)


def lunch_sentence(found: LunchFinding) -> str:
    """Lunches and breaks that were too many at once, and what better times would have given."""
    said = (
        f"{found.date}: at {found.spans} up to {found.heads:.1f} more agents were on lunch or a break than "
        f"the requirement allowed, {found.hours:.1f} hours in all"
    )
    if found.gain is None:
        return f"{said}."
    if 100 * found.gain < NEGLIGIBLE:
        return f"{said}; no other break times would have been better."
    return f"{said}; the best possible break times would have added {100 * found.gain:.1f} points."


def percent(share: float) -> str:
    """`71.0%`, or `unknown`."""
    return f"{100 * share:.1f}%" if np.isfinite(share) else "unknown"


def seconds(length: float) -> str:
    """`57 s`."""
    return f"{length:.0f} s"


def signed(number: float) -> str:
    """`+0.4` or `−4.1`, with a true minus."""
    return f"{number:+.1f}".replace("-", "−")


def _largest(account: Explanation, period: int) -> list[tuple[str, float]]:
    """Factors and their points, the largest first, chance last; without those that print as zero."""
    points = 100 * account.parts[0, :, period]
    order = [*np.argsort(-np.abs(points[:-1]), kind="stable").tolist(), len(points) - 1]
    return [(account.factors[row], float(points[row])) for row in order if abs(points[row]) >= NEGLIGIBLE]


def _cause(account: Explanation, factor: str, period: int) -> str:
    row = account.factors.index(factor)
    if factor == "chance":
        return "not recorded and chance" if in_chance(account, period) else "chance"
    if factor not in _MORE_AND_LESS:
        return _SHORT.get(factor, TITLES[factor])
    more = account.inputs_actual[row, period] > account.inputs_planned[row, period]
    return _MORE_AND_LESS[factor][0 if more else 1]
