"""The main job: lock, walk the road, publish, store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.file.schema import Alerts
from staffing.plan.jobs.notes import run_notes
from staffing.plan.need.checked_history import read_checked
from staffing.plan.play.extent import choice_of, is_played, play_notes
from staffing.plan.play.play import play_schedule, with_play, write_play
from staffing.plan.play.repair import repaired
from staffing.plan.play.robust import made_robust
from staffing.plan.road import Sized, Walked, walk
from staffing.plan.rostering.ending import RosterEnd, read_people
from staffing.plan.run.alerts import run_alerts
from staffing.plan.run.before import AmongRuns, RunBefore, among_runs, read_before
from staffing.plan.run.drift_limits import drift_alerts
from staffing.plan.run.earlier import kept_shifts
from staffing.plan.run.history_card import history_card
from staffing.plan.run.inputs import InputFile, input_of, read_inputs
from staffing.plan.run.publish import locked, prune, publishing
from staffing.plan.run.run_page import page_of_walk
from staffing.plan.run.stage_clock import READING, SHIFTS, WRITING
from staffing.plan.run.trace import Begun, Said
from staffing.plan.run.unstored import note_unstored, store_noted, unstored
from staffing.plan.run.volume import beside_last_year, far_from_last_run, unchecked
from staffing.plan.scheduled import Scheduled
from staffing.plan.skills.asked import is_routed
from staffing.plan.skills.choices import with_queue_costs
from staffing.plan.skills.walk import RoutedWalk, play_groups, walk_groups
from staffing.progress import Progress, silent
from staffing.records.handout import Handout
from staffing.records.history import History
from staffing.records.schedule import QueueService
from staffing.records.simulation import Simulated
from staffing.report.html.run_page.page import write_run_page
from staffing.roster.people import Agent
from staffing.shifts.effort import AS_PLANNED, SearchChoice
from staffing.tables.json_file import write_json


@dataclass(frozen=True, eq=False)
class Run:
    """A published run; `before` is the newest of its centre when it was made."""

    name: str
    folder: Path
    is_latest: bool
    scheduled: Scheduled
    notes: tuple[str, ...]
    crossed: tuple[str, ...]
    before: RunBefore | None
    sized: Sized
    played: Simulated | None = None

    @property
    def handout(self) -> Handout:
        """What is handed out of it."""
        made = self.scheduled.handout(self.name)
        return replace(made, forecast=self.sized.made.forecast, requirement=self.sized.requirement)

    @property
    def new_notes(self) -> tuple[str, ...]:
        """Notes that the run of the moment before had not: what a planner has not read on another day."""
        if self.before is None or self.before.name == self.folder.name:
            return self.notes
        return tuple(note for note in self.notes if note not in self.before.trace.notes)


def run_plan(
    plan_file: Path,
    *,
    as_of: str | None = None,
    out: Path | None = None,
    choice: SearchChoice = AS_PLANNED,
    uncertainty: str | None = None,
    engine: Engine = AS_WORTHWHILE,
    progress: Progress = silent,
) -> Run:
    """The whole road, from the plan file to a published run under `out` (default: `runs` beside the plan).

    What is chosen stands in for the plan's search, `uncertainty` for the plan's use of the forecast's range;
    `engine` says where queues are worked on, and how many processes search for shifts.

    Raises the errors of every stage; whatever happens, the last good run stays readable.
    """
    plan = read_plan(plan_file).searched_as(replace(choice, jobs=engine.jobs))
    plan = (plan if uncertainty is None else plan.with_uncertainty(uncertainty)).checked()
    out = plan.folder / "runs" if out is None else out
    plan = replace(plan, runs=out)
    store = plan.store
    if store is not None:
        store.require_usable()
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    with locked(out):
        begun = Begun.now(plan, as_of, progress)
        tell = begun.clock
        tell(READING, 0.0)
        inputs = read_inputs(plan, lambda plan: _read(plan, moment))
        plan, (history, people) = inputs.plan, inputs.read
        tell(READING, 1.0)
        end = RosterEnd(plan, people, out, tell) if people else None
        walked, played = _walked_and_played(plan, history, moment, _Means(tell, engine, end))
        walked = with_queue_costs(plan, walked, engine)
        before = read_before(out, plan.name, is_asked=moment is not None)
        said, stands = _said(out, begun, walked, plan, before)
        name = _name(plan.zone.wall(walked.sized.made.as_of))
        note_unstored(out, name, store)
        with publishing(out, name, is_latest=stands.is_latest) as folder:
            walked.write(folder)
            if played is not None:
                write_play(folder, played)
            card = history_card(walked.history.known_at(walked.sized.made.as_of), plan)
            page = page_of_walk(
                plan, walked, played, name=name, alerts=said.alerts, notes=said.notes, card=card
            )
            write_run_page(folder / "report.html", page)
            tell(WRITING, 1.0)
            files = [*inputs.files, *_files_of_before(walked)]
            trace = begun.ended(walked, played, files, said, stands.expected_days)
            write_json(folder / "run.json", trace)
        stored = store_noted(out, store)
        prune(out, plan.sections.runs.keep, spared=unstored(out, store))
    crossed = said.alerts + stored
    return Run(
        plan.name,
        out / name,
        stands.is_latest,
        walked.scheduled,
        said.notes,
        crossed,
        before,
        walked.sized,
        played,
    )


class _Means(NamedTuple):
    """Whom a road tells how far it is, where it works, and what it ends in if not in shifts alone."""

    tell: Progress
    engine: Engine
    end: RosterEnd | None


def _read(plan: PlanFile, moment: np.datetime64 | None) -> tuple[History, tuple[Agent, ...]]:
    """The history, and the people who are to work: nobody where the plan names none."""
    plan.work_files  # noqa: B018
    return read_checked(plan, moment), read_people(plan) if plan.ends_in_roster else ()


def _files_of_before(walked: Walked) -> list[InputFile]:
    """What a run before has left: the state that the roster begins with, the shifts that stand."""
    rostered, kept = walked.scheduled.rostered, walked.task.kept
    files = (None if rostered is None else rostered.state, None if kept is None else kept.file)
    return [input_of(str(file), None) for file in files if file is not None]


def _walked_and_played(
    plan: PlanFile, history: History, moment: np.datetime64 | None, means: _Means
) -> tuple[Walked, Simulated | None]:
    """The road, by the skills of groups where these differ, and the play of its schedule."""
    tell, engine, end = means
    if is_routed(plan, history.queues):
        routed = walk_groups(plan, history, moment, tell, engine, end=None if end is None else end.of_groups)
        played = play_groups(plan, routed, engine, tell)
        return (routed, None) if played is None else (_with_totals(routed, played), played)
    if end is not None and not plan.seeks_people_for_shifts:
        walked = walk(plan, history, moment, tell, engine, end=end.of_need)
        return _with_play(plan, walked, engine, tell)
    walked = _walked(plan, history, moment, tell, engine)
    if end is not None:
        named = end.of_shifts(walked.sized.requirement, walked.task, walked.scheduled)
        walked = replace(walked, scheduled=named)
    return _with_play(plan, walked, engine, tell)


def _with_totals(routed: RoutedWalk, played: Simulated) -> Walked:
    """With the totals of its play; what a queue gets is known from that alone."""
    queues = tuple(
        QueueService(one.queue, one.offered, one.service_level, one.target) for one in played.queues
    )
    summary = replace(with_play(routed.scheduled.summary, played), queues=queues)
    return replace(routed, scheduled=replace(routed.scheduled, summary=summary))


def _walked(
    plan: PlanFile, history: History, moment: np.datetime64 | None, tell: Progress, engine: Engine
) -> Walked:
    """The road, and the schedule that plays lead to: repaired, or robust where that is asked for."""
    kept_of = partial(kept_shifts, plan)
    confidence = plan.confidence if plan.sections.simulation.play else None
    if confidence is not None:
        expected = walk(plan.as_expected(), history, moment, tell, engine, kept_of=kept_of)
        if is_played(plan, expected.scheduled.summary.offered):
            robust = made_robust(plan, expected, confidence, engine, tell)
            if robust is not None:
                return robust
    walked = walk(plan, history, moment, tell, engine, kept_of=kept_of)
    tell(SHIFTS, 1.0)
    return repaired(plan, walked, engine, tell)


def _with_play(
    plan: PlanFile, walked: Walked, engine: Engine, tell: Progress
) -> tuple[Walked, Simulated | None]:
    """The schedule played, and its totals with those of the play."""
    summary = walked.scheduled.summary
    if not is_played(plan, summary.offered):
        return walked, None
    choice = choice_of(plan, summary.offered, engine)
    played = play_schedule(walked.to_play(plan), choice, tell, walked.played)
    scheduled = replace(walked.scheduled, summary=with_play(summary, played))
    return replace(walked, scheduled=scheduled), played


def _said(
    out: Path, begun: Begun, walked: Walked, plan: PlanFile, before: RunBefore | None
) -> tuple[Said, AmongRuns]:
    """What there is to say of a run, by itself and beside the runs before; how it stands among them."""
    made, limits, is_asked = walked.sized.made, plan.sections.alerts, begun.as_of is not None
    known, change = walked.history.known_at(made.as_of), limits.volume_change
    stands = among_runs(before, walked, begun.moment, limits.history_days, is_asked=is_asked)
    last_year = (
        {} if change is None else beside_last_year(made.forecast, known, made.as_of, plan.opening_hours)
    )
    alerts = (
        *stands.alerts,
        *run_alerts(limits, walked, made.as_of if is_asked else begun.moment, last_year),
        *_beside_last_run(limits, before, walked),
        *drift_alerts(out, known, limits),
    )
    notes = (
        *run_notes(plan, walked),
        *play_notes(plan, walked.scheduled.summary),
        *unchecked(change, last_year),
        *stands.notes,
    )
    return Said(notes, alerts), stands


def _beside_last_run(limits: Alerts, before: RunBefore | None, walked: Walked) -> Iterator[str]:
    """Alerts of volume beside the run before."""
    if before is not None:
        limit, made = limits.volume_change_last_run, walked.sized.made
        yield from far_from_last_run(limit, before.name, before.forecast, made.forecast, walked.history.zone)


def _name(wall: np.datetime64) -> str:
    """`2003-10-25`, or `2003-10-25T1130` for a wall time within a day: no character a file system minds."""
    day, _, time = str(wall).partition("T")
    return day if time == "00:00:00" else f"{day}T{time.replace(':', '').removesuffix('00')}"
