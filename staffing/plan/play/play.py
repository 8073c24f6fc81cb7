"""Schedules played: a run's own as its `[simulation]` says, before it is published, or any queues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.run_queues import queues_of
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.progress import Progress, silent
from staffing.records.schedule import Summary
from staffing.records.simulation import Simulated
from staffing.simulation.playing import Playing
from staffing.simulation.plays import PlayedBefore
from staffing.simulation.queue_to_play import QueueToPlay
from staffing.simulation.result import simulate
from staffing.tables.records import write_record


def play_schedule(
    schedule: ScheduleToPlay,
    choice: PlayChoice,
    tell: Progress = silent,
    known: PlayedBefore | None = None,
) -> Simulated:
    """A schedule played; somebody must call. `known`: days that were played as forecast before."""
    return play_queues(queues_of(schedule, choice), choice, schedule.service.targets.definition, tell, known)


def play_queues(
    queues: Sequence[QueueToPlay],
    choice: PlayChoice,
    definition: str,
    tell: Progress = silent,
    known: PlayedBefore | None = None,
) -> Simulated:
    """Queues, at least one of them, each with people of its own."""
    played = simulate(
        queues, Playing(choice.replications, choice.seed, definition, choice.engine), tell, known
    )
    return replace(played, notes=(*played.notes, *_notes(queues)))


def with_play(summary: Summary, played: Simulated) -> Summary:
    """The totals of a schedule with those of its play."""
    return replace(
        summary,
        simulated_service_level=played.whole.service_level,
        simulated_service_level_se=played.whole.service_level_se,
        days_on_target=played.share_of_days,
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
            "each day's volume differs from the forecast by a random factor (standard deviation up to "
            f"{widest:.1%}, from p10 and p90): --exact-forecast simulates volumes exactly as forecast"
        )
    if len(queues) > 1 and any(queue.game.crew is not None for queue in queues):
        notes.append(
            "each queue is answered by people of its own, as many as its share of the heads required: "
            "nobody answers two at a time"
        )
    return tuple(notes)
