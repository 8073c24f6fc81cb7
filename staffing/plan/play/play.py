"""Schedules played: a run's own as its `[simulation]` says, before it is published, or any queues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.run_queues import queues_of
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.plan.road import Walked
from staffing.progress import Progress, silent
from staffing.records.schedule import Summary
from staffing.records.simulation import Simulated
from staffing.simulation.measures import Ratio
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.simulation.result import play_levels, simulate
from staffing.tables.records import write_record

USUAL_REPLICATIONS = 200
MOST_CONTACTS = 12_000_000  # that a run plays, all replications together, where the plan does not say
FEWEST_REPLICATIONS = 10
TOO_MANY_CONTACTS = 5_000_000  # of the days planned, beyond which a play is for the plan to ask for


def play_walked(
    plan: PlanFile, walked: Walked, engine: Engine = AS_WORTHWHILE, tell: Progress = silent
) -> Simulated | None:
    """The schedule played; None where it `is_played` not."""
    if not is_played(plan, walked):
        return None
    choice = choice_of(plan, walked.scheduled.summary.offered, engine)
    queues = queues_of(schedule_to_play(plan, walked), choice)
    return play_queues(queues, choice, walked.task.service.targets.definition, tell)


def is_played(plan: PlanFile, walked: Walked) -> bool:
    """Whether the plan wants it, and somebody calls, but not too many."""
    contacts = walked.scheduled.summary.offered
    return plan.sections.simulation.play and contacts > 0 and not _is_too_much(plan, contacts)


def levels_of_walked(
    plan: PlanFile, walked: Walked, choice: PlayChoice, tell: Progress = silent
) -> tuple[list[QueueToPlay], list[Ratio]]:
    """The queues of a schedule, and the service level that their intervals get when it is played."""
    queues = queues_of(schedule_to_play(plan, walked), choice)
    how = Playing(choice.replications, choice.seed, walked.task.service.targets.definition, choice.engine)
    return queues, play_levels(queues, how, tell)


def schedule_to_play(plan: PlanFile, walked: Walked) -> ScheduleToPlay:
    task, scheduled = walked.task, walked.scheduled
    forecast = walked.sized.made.forecast
    return ScheduleToPlay(plan, forecast, task.need, task.service, scheduled.shifts, scheduled.coverage)


def choice_of(plan: PlanFile, contacts: float, engine: Engine = AS_WORTHWHILE) -> PlayChoice:
    """As often as the plan says, else 200 times, or fewer where that would be more than `MOST_CONTACTS`."""
    asked = plan.sections.simulation
    within = max(int(MOST_CONTACTS / max(contacts, 1.0)), FEWEST_REPLICATIONS)
    replications = asked.replications or min(USUAL_REPLICATIONS, within)
    return PlayChoice(replications=replications, seed=asked.seed, engine=engine)


def play_notes(plan: PlanFile, summary: Summary) -> Iterator[str]:
    """What to know of the play of a run with these totals: that it was shorter than usual, or none."""
    asked, contacts = plan.sections.simulation, summary.offered
    if not asked.play or asked.replications:
        return
    replications = choice_of(plan, contacts).replications
    if _is_too_much(plan, contacts):
        yield (
            f"the schedule is not played: {contacts / 1e6:,.0f} million contacts would take long; "
            "[simulation] replications says how often it is to be played all the same"
        )
    elif contacts > 0 and replications < USUAL_REPLICATIONS:
        yield (
            f"the schedule is played {replications} times in place of {USUAL_REPLICATIONS}, for its many "
            f"contacts: [simulation] replications = {USUAL_REPLICATIONS} plays it more often"
        )


def _is_too_much(plan: PlanFile, contacts: float) -> bool:
    return plan.sections.simulation.replications is None and contacts > TOO_MANY_CONTACTS


def play_queues(
    queues: Sequence[QueueToPlay], choice: PlayChoice, definition: str, tell: Progress = silent
) -> Simulated:
    """Queues, at least one of them, each with people of its own."""
    played = simulate(queues, Playing(choice.replications, choice.seed, definition, choice.engine), tell)
    return replace(played, notes=(*played.notes, *_notes(queues)))


def with_play(summary: Summary, played: Simulated) -> Summary:
    """The totals of a schedule with those of its play."""
    return replace(
        summary,
        simulated_service_level=played.whole.service_level,
        simulated_service_level_se=played.whole.service_level_se,
    )


def write_play(folder: Path, played: Simulated) -> None:
    """`simulation.csv` and `simulation_days.csv`."""
    write_record(folder / "simulation.csv", played.intervals)
    write_record(folder / "simulation_days.csv", played.days)


def _notes(queues: Sequence[QueueToPlay]) -> tuple[str, ...]:
    notes = []
    widest = max(float(queue.game.incoming.day_variation.max()) for queue in queues)
    if widest > 0:
        notes.append(
            "each day's contacts are off the forecast by a factor of chance (standard deviation up to "
            f"{widest:.1%}, from p10 to p90): --exact-forecast plays them just as forecast"
        )
    if len(queues) > 1 and any(queue.game.crew is not None for queue in queues):
        notes.append(
            "each queue is answered by people of its own, as many as its share of the heads required: "
            "nobody answers two at a time"
        )
    return tuple(notes)
