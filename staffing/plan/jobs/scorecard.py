"""The scorecard's inputs: the history and what stands beside it, judged by a plan's aims or a run's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from staffing.history.inspection.impossible import contradictions
from staffing.history.load import read_native
from staffing.history.source import Source
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.need.own_targets import own_targets
from staffing.plan.run.published import read_run_plan
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.history import HeadCounts, History, MonitoredContacts
from staffing.records.scorecard import Scorecard
from staffing.records.service_target import ServiceTarget
from staffing.scorecard import facts as inputs
from staffing.scorecard.make import Aim, ScorecardOptions, make_scorecard
from staffing.scorecard.metric import Definitions
from staffing.tables.costs import read_costs
from staffing.tables.people import read_people
from staffing.tables.records import read_record

IN_TIME_WORDS = frozenset({"answered_within_target", "abandoned_within_target"})
USUAL_TARGET = ServiceTarget(0.8, 20.0)
NATIVE_MINUTES = 30  # of lists of calls, which have no interval of their own


@dataclass(frozen=True)
class Beside:
    """Paths of what stands beside the history; None where not given."""

    people: str | None = None
    costs: str | None = None
    quality: str | None = None
    leavers: str | None = None


@dataclass(frozen=True)
class Judge:
    """What a plan says of a scorecard. `run` is the directory whose forecast and coverage were in force.

    `queue_targets` are those that its overrides give whole queues.
    """

    timezone: str
    target: ServiceTarget = USUAL_TARGET
    definition: str = "offered"
    aims: Mapping[str, Aim] = field(default_factory=dict)
    run: Path | None = None
    queue_targets: Mapping[str, ServiceTarget] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_zone_said: bool = True

    def by_target(self, target: ServiceTarget) -> Judge:
        """The same by one target for all queues."""
        return replace(self, target=target, queue_targets={}, notes=())


def judge_of(plan: str | None, timezone: str | None) -> Judge:
    """What a PLAN.toml or a run directory says; without either the standard's aims, in that zone or UTC."""
    if plan is None:
        return Judge(timezone or "UTC", is_zone_said=timezone is not None)
    folder = Path(plan)
    return _judge(read_run_plan(folder), folder) if folder.is_dir() else _judge(read_plan(plan), None)


def _judge(plan: PlanFile, run: Path | None) -> Judge:
    service = plan.sections.service
    aims = {key: aim.bounds for key, aim in plan.sections.metrics.items()}
    own = own_targets(service)
    notes = () if own.notes is None else (own.notes,)
    return Judge(plan.timezone, service.target.value, service.definition, aims, run, own.targets, notes)


def score(source: Source, beside: Beside, judge: Judge, options: ScorecardOptions) -> Scorecard:
    """The scorecard of the source's history, its notes too; InputError names what is wrong in the files."""
    target = judge.target
    definitions = replace(options.definitions, target_seconds=target.seconds, service_level=judge.definition)
    source = replace(source, is_of_plan=False).at(
        judge.timezone, NATIVE_MINUTES, is_zone_said=judge.is_zone_said
    )
    source = replace(source, reading=replace(source.reading, threshold_seconds=target.seconds))
    history, own, said = _with_queue_targets(read_native(source), source, judge)
    history = _with_short_abandons(history, source, definitions)
    aims: dict[str, Aim] = {"service_level": (target.service_level or None, None)}
    chosen = replace(options, definitions=definitions, aims={**aims, **judge.aims}, queue_targets=own)
    facts = inputs.Facts(_sources(history, beside, judge), _within_seconds(history, definitions))
    card = make_scorecard(facts, chosen)
    impossible = [f"impossible: {finding.text}" for finding in contradictions(history)]
    return replace(card, notes=(*history.notes, *judge.notes, *said, *impossible, *card.notes))


def _with_queue_targets(
    history: History, source: Source, judge: Judge
) -> tuple[History, dict[str, ServiceTarget], tuple[str, ...]]:
    """The history with the counts of each queue by its own seconds, the targets so judged, and notes.

    Lists of calls are counted anew; counts of intervals are of the seconds that the file has.
    """
    usual, measures, targets = judge.target.seconds, dict(history.measures), {}
    notes: list[str] = []
    for queue, target in judge.queue_targets.items():
        targets[queue] = target
        if target.seconds == usual or queue not in history.queues:
            continue
        if not history.histograms:
            targets[queue] = ServiceTarget(target.service_level, usual)
            notes.append(
                f"queue {queue}: its target is {target.seconds:g} s, but the history counts those answered "
                f"within {usual:g} s, which are used"
            )
            continue
        reading = replace(source.reading, threshold_seconds=target.seconds)
        counted = read_native(replace(source, reading=reading)).measures
        rows = history.queue_names == queue
        for word in IN_TIME_WORDS & counted.keys():
            measures[word] = np.where(rows, counted[word], measures[word])
    return replace(history, measures=measures), targets, tuple(notes)


def _within_seconds(history: History, definitions: Definitions) -> dict[str, float]:
    """The seconds that counts are of; a history's own `abandoned_short` is as its centre has it."""
    listed = {"abandoned_short": definitions.short_seconds} if history.histograms else {}
    return {"abandoned_within_target": definitions.target_seconds, **listed}


def _with_short_abandons(history: History, source: Source, definitions: Definitions) -> History:
    """Of lists of calls the short abandons are counted by their own seconds, where not the target's."""
    if not history.histograms or definitions.short_seconds in {0, definitions.target_seconds}:
        return history
    reading = replace(source.reading, threshold_seconds=definitions.short_seconds)
    short = read_native(replace(source, reading=reading)).measures["abandoned_within_target"]
    return replace(history, measures={**history.measures, "abandoned_short": short})


def _sources(history: History, beside: Beside, judge: Judge) -> dict[str, inputs.InputRows]:
    found = {"history": inputs.history_rows(history)}
    people = read_people(beside.people, judge.timezone) if beside.people else None
    if people is not None:
        found["people"] = inputs.people_rows(people)
    if beside.costs:
        found["costs"] = inputs.costs_rows(read_costs(beside.costs))
    if beside.quality:
        found["quality"] = inputs.quality_rows(read_record(MonitoredContacts, beside.quality), people)
    if beside.leavers:
        found["leavers"] = inputs.leavers_rows(read_record(HeadCounts, beside.leavers))
    if judge.run is not None:
        forecast = read_record(Forecast, judge.run / "forecast.csv", judge.timezone)
        found["forecast"] = inputs.forecast_rows(forecast)
        coverage = read_record(Coverage, judge.run / "coverage.csv", judge.timezone).together()
        found["coverage"] = inputs.coverage_rows(coverage)
    return found
