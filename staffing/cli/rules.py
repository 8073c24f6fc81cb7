"""`--rules PLAN.toml` of commands that size and evaluate: what the plan says, under the options given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from staffing.cli.options import GridArguments
from staffing.cli.service import ServiceArguments

if TYPE_CHECKING:
    from staffing.plan.file.plan_file import PlanFile
    from staffing.records.demand import Demand
    from staffing.records.service import Service

Rules = Annotated[
    str | None,
    typer.Option(
        metavar="PLAN.toml",
        help="Plan file to take service, people, overrides, time zone and interval from; "
        "options given with it override it.",
    ),
]

# The option, and the fields of `Service`, its targets and its people that it sets.
_SERVICE = {
    "model": ("model",),
    "patience": ("patience_seconds",),
    "patience_law": ("patience_law",),
    "patience_parameter": ("patience_parameter",),
    "patience_curve": ("patience_curve", "patience_law"),
    "lines": ("lines",),
    "redial": ("redial",),
    "redial_blocked": ("redial_blocked",),
    "at_once": ("at_once",),
    "writing_ratio": ("writing_ratio",),
    "variation": ("variation",),
    "uncertainty": ("uncertainty",),
    "attendance_model": ("attendance_model",),
}
_TARGETS = {
    "target": ("service_level", "target_seconds"),
    "definition": ("definition",),
    "max_wait": ("max_wait_seconds",),
    "max_abandonment": ("max_abandonment",),
    "max_occupancy": ("max_occupancy",),
    "min_agents": ("min_agents",),
}
_PEOPLE = {name: (name,) for name in ("attendance", "adherence", "shrinkage")}
_GRID = {name: (name,) for name in ("timezone", "interval_minutes")}


@dataclass(frozen=True, eq=False)
class Ruled:
    """What a command goes by: the service, the grid, the plan behind them (None: options alone), notes."""

    service: Service
    grid: GridArguments
    plan: PlanFile | None
    given: frozenset[str]
    notes: tuple[str, ...] = ()

    def require_queues(self, queues: Sequence[str]) -> None:
        """PlanError naming every override of the plan that is of none of these queues."""
        if self.plan is not None:
            from staffing.plan.need.checked_history import require_queues

            require_queues(self.plan, queues)

    def of_plan(self, demand: Demand) -> Demand:
        """The rows with the plan's overrides and minimum of agents, where neither file nor option says."""
        if self.plan is None:
            return demand
        from staffing.plan.need.demand import with_overrides

        asked = self.plan.sections.service
        ruled = with_overrides(demand, asked, self.plan.opening_hours)
        if "target" in self.given:
            ruled = replace(
                ruled,
                target_service_level=demand.target_service_level,
                target_seconds=demand.target_seconds,
            )
        return replace(ruled, min_agents=demand.min_agents) if "min_agents" in self.given else ruled


def ruled(service: ServiceArguments, grid: GridArguments, rules: str | None, context: typer.Context) -> Ruled:
    """The options alone, or the plan of `--rules` with those options that the command line gives in place."""
    given = options_given(context)
    own = service.options()
    if rules is None:
        return Ruled(own, grid, None, given)
    from staffing.plan.file.read import read_plan

    plan = read_plan(rules)
    base = plan.service if "patience" in given else plan.service_with(_patience(plan))
    merged = replace(
        base,
        **_of(own, _SERVICE, given),
        targets=replace(base.targets, **_of(own.targets, _TARGETS, given)),
        people=replace(base.people, **_of(own.people, _PEOPLE, given)),
    )
    of_plan = GridArguments(timezone=plan.timezone, interval_minutes=plan.interval_minutes)
    winning = sorted(given & {*_SERVICE, *_TARGETS, *_PEOPLE, *_GRID})
    names = ", ".join("--" + name.replace("_", "-") for name in winning)
    notes = (f"{names} on the command line: overrides {rules}",) if winning else ()
    return Ruled(merged, replace(of_plan, **_of(grid, _GRID, given)), plan, given, notes)


def options_given(context: typer.Context) -> frozenset[str]:
    """Parameters that the command line gives a value."""
    return frozenset(
        name
        for name in context.params
        if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"
    )


def _patience(plan: PlanFile) -> float | None:
    """The plan's patience; its history is read only where patience is estimated from it."""
    if plan.sections.service.patience_seconds != "estimate":
        return plan.service.patience_seconds
    from staffing.history.load import read_for_forecast
    from staffing.plan.need.task import patience_of

    return patience_of(plan, read_for_forecast(plan.history_source))


def _of(record: object, fields: Mapping[str, tuple[str, ...]], given: frozenset[str]) -> dict[str, Any]:
    """The fields of a record that the given options set, by name."""
    return {name: getattr(record, name) for option in given & fields.keys() for name in fields[option]}
