"""Beside which keys of a plan work that may wait can be planned, and beside which it cannot yet."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.plan.file.complaints import Key
from staffing.plan.file.schema import Plan


def beside_work(plan: Plan) -> Iterator[tuple[Key, str, str]]:
    """Keys that do not go with `[[work]]`: what they should be, and what to do."""
    if not plan.work:
        return
    yield from _doubled(plan)
    schedule = plan.schedule
    without = "or remove [[work]]"
    if schedule.cyclic_week:
        yield ("schedule", "cyclic_week"), "false beside [[work]], whose due dates are dates", without
    if schedule.understaffing != "forbidden":
        hint = f"live contacts come first, and work is done by heads above them: forbid it, {without}"
        yield ("schedule", "understaffing"), '"forbidden" beside [[work]]', hint
    if schedule.overstaffing_cost > 0:
        hint = f"heads above the need of live contacts do the work: remove it, {without}"
        yield ("schedule", "overstaffing_cost"), "0 beside [[work]]", hint
    if plan.service.period != "interval":
        hint = f"a target of the {plan.service.period} is not planned with work yet: change it, {without}"
        yield ("service", "period"), '"interval" beside [[work]]', hint
    if len(plan.group) > 1:
        yield ("group",), "one group of people, or none, beside [[work]]", f"keep one [[group]], {without}"
    if plan.roster is not None and plan.roster.agents is not None:
        hint = f"names are not given to people at work yet: remove it, {without}"
        yield ("roster", "agents"), "no people by name beside [[work]]", hint
    yield from _groups(plan)


def _doubled(plan: Plan) -> Iterator[tuple[Key, str, str]]:
    names = [one.name for one in plan.work]
    for row, name in enumerate(names):
        if name in names[:row]:
            yield ("work", row, "name"), f"each name once ('{name}' stands twice)", "rename one of the two"


def _groups(plan: Plan) -> Iterator[tuple[Key, str, str]]:
    known = [group.name for group in plan.group]
    for row, work in enumerate(plan.work):
        for name in work.groups or ():
            if name not in known:
                hint = f"the groups are {', '.join(known)}" if known else "remove it: there is no [[group]]"
                yield ("work", row, "groups"), f"the name of a [[group]], not '{name}'", hint
