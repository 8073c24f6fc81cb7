"""What a skill is worth, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.records.groups import SkillsWorth
from staffing.report.text import Line
from staffing.report.text.cells import named

_NAME = 58


def skills_report(worth: SkillsWorth) -> Iterator[Line]:
    """The prices of the choices there are, then every change, the one that saves most first."""
    yield (
        f"\nagent-hours at cost 1, from sizing {worth.intervals} of {worth.intervals_in_all} intervals",
        "",
    )
    yield f"{'':{_NAME}}{'cost':>10}{'saves':>10}{'':>9}", "bold"
    yield _row("the groups as they are", worth.cost, worth), ""
    yield _row("each queue alone (no [[group]])", worth.each_queue_alone, worth), ""
    if worth.merged is not None:
        name = 'everybody answers everything ([history] queues = "merge")'
        yield _row(name, worth.merged, worth), ""
    for one in sorted(worth.changes, key=lambda one: (-one.saved, one.change)):
        yield _row(one.change, one.cost, worth), ""


def _row(name: str, cost: float, worth: SkillsWorth) -> str:
    saved = worth.cost - cost
    share = saved / worth.cost if worth.cost > 0 else 0.0
    return f"{named(name, _NAME)}{cost:>10,.1f}{saved:>+10,.1f}{share:>+9.1%}"
