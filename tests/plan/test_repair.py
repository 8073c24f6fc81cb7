"""A schedule is repaired by playing it: what is aimed at instead, and that it is never worse."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.errors import InfeasibleError
from staffing.parallel import HERE
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.need.checked_history import read_checked
from staffing.plan.need.task import NeedToMeet
from staffing.plan.play.corrections import MOST, WORTH, Aims, PlayedTargets
from staffing.plan.play.extent import play_notes
from staffing.plan.play.repair import repaired
from staffing.plan.road import Walked, meet, walk
from staffing.plan.scheduled import Scheduled
from staffing.progress import Progress
from staffing.records.schedule import RepairRound
from staffing.report.words.simulation import repair_sentence
from staffing.requirement.finishing import at_work
from staffing.simulation.measures import Ratio
from staffing.simulation.queue_to_play import QueueToPlay
from tests.plan.test_played_run import AS_OF, small_plan

SHARE = st.floats(0.05, 0.95)


def played(
    asked: float, predicted: float, levels: list[float], contacts: float = 1000.0, fine: float = np.nan
) -> PlayedTargets:
    """An interval with as many contacts in every replication, of which these shares were served in time.

    `fine` is what the finest grain predicts.
    """
    parts = contacts * np.array(levels)[:, None]
    ratio = Ratio(parts, np.full_like(parts, contacts))
    return PlayedTargets(
        np.array([contacts]), np.array([asked]), np.array([predicted]), np.array([fine]), ratio
    )


def aim(targets: PlayedTargets) -> float:
    return float(targets.aims().level[0])


@given(asked=SHARE, predicted=SHARE, level=SHARE, spread=st.floats(0.0, 0.2))
def test_aims_move_against_what_the_play_shows(
    asked: float, predicted: float, level: float, spread: float
) -> None:
    """Up where it serves too few, down where too many, never far, and not at all within error or a point."""
    targets = played(asked, predicted, [level - spread / 2, level + spread / 2] * 8)
    found, above = aim(targets), level - asked
    error = float(targets.played.error[0])
    if abs(above) < max(2 * error, WORTH) - 1e-9:
        assert np.isnan(found)
    elif abs(above) > max(2 * error, WORTH) + 1e-9:
        assert 0.0 < found < 1.0
        assert abs(found - asked) <= MOST + 1e-9
        assert (found - asked) * above <= 1e-12


def test_an_aim_makes_up_for_what_the_formula_is_off_by() -> None:
    """75 % come where 82 % are predicted and 80 % asked: 87 % are to be asked for; chance aside."""
    assert aim(played(0.8, 0.82, [0.75] * 50)) == pytest.approx(0.87)
    assert aim(played(0.8, 0.82, [0.7, 0.8] * 50)) == pytest.approx(0.87, abs=0.001)


@given(level=SHARE, fine=SHARE, spread=st.floats(0.001, 0.2))
def test_the_estimate_lies_between_play_and_prediction(level: float, fine: float, spread: float) -> None:
    """It is surer than either, and the play's alone where the prediction contradicts it."""
    targets = played(0.8, 0.8, [level - spread / 2, level + spread / 2] * 8, fine=fine)
    (estimate,), (error,) = targets.estimate()
    alone = float(targets.played.error[0])
    assert min(level, fine) - 1e-9 <= estimate <= max(level, fine) + 1e-9
    if abs(level - fine) > 3.001 * np.hypot(alone, 0.01):
        assert (estimate, error) == (pytest.approx(level), pytest.approx(alone))
    elif abs(level - fine) < 2.999 * np.hypot(alone, 0.01):
        assert error < min(alone, 0.01)


def test_a_prediction_confirms_what_few_plays_show() -> None:
    """77.5 % of 20 plays could be chance below 80 %; where the quarters predict 77.5 % too, more is asked."""
    levels = [0.7, 0.85] * 10
    assert np.isnan(aim(played(0.8, 0.8, levels)))
    assert aim(played(0.8, 0.8, levels, fine=0.775)) > 0.8


def test_what_is_given_back_leaves_a_point() -> None:
    """90 % come where 84 % are predicted and 80 % asked: 75 % are, which should give 81 %."""
    assert aim(played(0.8, 0.84, [0.9] * 50)) == pytest.approx(0.75)


def test_coverage_that_is_there_anyhow_changes_no_aim() -> None:
    """95 % come, as is predicted: the need is not what they are there for."""
    assert aim(played(0.8, 0.95, [0.95] * 50)) == pytest.approx(0.8)


def test_an_aim_stays_with_its_interval() -> None:
    """A later schedule has people at work in an interval in which the one before had none."""
    nothing = np.zeros(2, dtype=bool)
    before = Aims(np.array([0.7, 0.9]), nothing, nothing, (("all", 0), ("all", 3600)))
    levels = Ratio(np.full((2, 3), 80.0), np.full((2, 3), 100.0))
    keys = (("all", 0), ("all", 1800), ("all", 3600))
    targets = PlayedTargets(
        np.full(3, 100.0), np.full(3, 0.8), np.full(3, 0.8), np.full(3, np.nan), levels, keys
    )
    np.testing.assert_array_equal(targets.aims(before).level, [0.7, np.nan, 0.9])


def test_the_shortfall_is_that_of_all_contacts() -> None:
    """Three quarters of them get what was asked, a quarter ten points less."""
    parts, wholes = np.array([[0.7 * 25, 0.9 * 75]] * 2), np.array([[25.0, 75.0]] * 2)
    targets = PlayedTargets(
        wholes[0], np.full(2, 0.8), np.full(2, 0.8), np.full(2, np.nan), Ratio(parts, wholes)
    )
    assert targets.shortfall == pytest.approx(0.025)
    together = targets.by_period(np.zeros(2, dtype=np.int64), 1)
    assert together.shortfall == 0.0
    assert together.played.level[0] == pytest.approx(0.85)


def walked(
    folder: Path, simulation: str, change: tuple[str, str] = ("", ""), aht_seconds: int = 240
) -> tuple[Walked, Walked]:
    """The small sample's day, before and after its repair."""
    path = small_plan(folder, simulation)
    path.write_text(path.read_text().replace(*change, 1))
    history = path.with_name("history.csv")
    history.write_text(history.read_text().replace(",240", f",{aht_seconds}"))
    plan = read_plan(path).checked()
    before = walk(plan, read_checked(plan, None), np.datetime64(AS_OF), engine=HERE)
    return before, repaired(plan, before, HERE)


def measure(one: RepairRound, first: RepairRound) -> float:
    return 200 * one.shortfall + 100 * one.objective_hours / first.objective_hours


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("change", [("", ""), ("[service]", '[service]\nperiod = "day"')])
def test_a_repair_never_makes_it_worse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], seed: int
) -> None:
    """In what it says it makes small; targets of intervals as of days."""
    monkeypatch.setattr("staffing.plan.play.repair.WORTH_A_ROUND", 0.0)
    before, after = walked(tmp_path, f"rounds = 3\nseed = {seed}", change, 900)
    rounds = after.scheduled.summary.repair
    assert change[0] or len(rounds) > 1
    kept = [one for one in rounds if one.is_kept]
    made = [measure(one, rounds[0]) for one in kept]
    assert made == sorted(made, reverse=True)
    assert after.scheduled.summary.objective_hours == (kept or [before.scheduled.summary])[-1].objective_hours
    assert before.scheduled.summary.repair == ()


def plays_off(monkeypatch: pytest.MonkeyPatch, *by: float) -> None:
    """Every interval gets so much more than it is sized for, schedule after schedule; the last goes on."""
    more = chain(by, repeat(by[-1]))

    def levels(queues: list[QueueToPlay], *_: object) -> list[Ratio]:
        off = next(more)
        wholes = [np.tile(queue.offered, (10, 1)) for queue in queues]
        sized = [queue.predicted if queue.sized is None else queue.sized for queue in queues]
        served = [np.minimum(level + off, 1.0) for level in sized]
        return [Ratio(level * whole, whole) for level, whole in zip(served, wholes, strict=True)]

    monkeypatch.setattr("staffing.plan.play.repair.play_levels", levels)


@pytest.mark.parametrize("period", ["day", "week"])
def test_where_a_period_has_the_target_more_is_asked_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, period: str
) -> None:
    """Five points more are aimed at where the play stays five below what heads are taken to give."""
    plays_off(monkeypatch, -0.05)
    before, after = walked(tmp_path, "", ("[service]", f'[service]\nperiod = "{period}"'), 900)
    assert after.task.target is not None
    assert np.max(after.task.target.service.target) == pytest.approx(0.85)
    first, last = after.scheduled.summary.repair[:2]
    assert (first.raised, last.raised, last.lowered) == (0, 1, 0)
    assert first.shortfall > last.shortfall == 0.0
    assert after.scheduled.summary.service_level > before.scheduled.summary.service_level
    assert after.scheduled.summary.objective_hours > before.scheduled.summary.objective_hours


def test_capacity_that_nobody_needs_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the play lies eight points above the prediction, fewer agents are required, and hours paid."""
    plays_off(monkeypatch, 0.08)
    before, after = walked(tmp_path, "")
    less = after.sized.requirement.agents <= before.sized.requirement.agents
    assert less.all()
    assert after.sized.requirement.agents.sum() < before.sized.requirement.agents.sum()
    assert after.scheduled.coverage.required.sum() < before.scheduled.coverage.required.sum()
    assert after.scheduled.summary.objective_hours < before.scheduled.summary.objective_hours
    assert after.scheduled.summary.under_agent_intervals == 0


def thinned(folder: Path) -> tuple[PlanFile, Walked]:
    """The small sample's day, said to have a part with two heads too few in each interval."""
    plan = read_plan(small_plan(folder, "")).checked()
    before = walk(plan, read_checked(plan, None), np.datetime64(AS_OF), engine=HERE)
    thin = np.full(len(before.task.need), 2.0)
    return plan, replace(before, scheduled=replace(before.scheduled, thin=thin))


def test_thin_parts_are_filled_before_more_is_aimed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where intervals get too little and have thin parts, the heads are asked for in each part, once."""
    plays_off(monkeypatch, -0.1, -0.07, 0.0)
    plan, before = thinned(tmp_path)
    after = repaired(plan, before, HERE)
    first, second, third = after.scheduled.summary.repair
    assert (first.evened, first.raised) == (0, 0)
    assert (second.raised, third.evened) == (0, 0)
    assert second.evened > 0
    assert third.raised > 0
    assert after.task.is_even.sum() == second.evened
    working = at_work(after.task.need, after.scheduled.shifts, after.task.service, cyclic_week=False)
    least = working.heads.working.min(axis=1)
    assert (least >= after.task.need.required - 1e-9)[after.task.is_even].all()


def test_parts_whose_filling_does_not_help_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next round aims at more instead."""
    plays_off(monkeypatch, -0.07, -0.1, 0.0)
    after = repaired(*thinned(tmp_path), HERE)
    _, second, third = after.scheduled.summary.repair
    assert not second.is_kept
    assert second.evened > 0
    assert (third.evened, third.raised > 0) == (0, True)
    assert not after.task.is_even.any()


def test_parts_that_no_schedule_fills_are_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where heads can be had on average only, more is aimed at instead, and nothing is beyond the rules."""
    plays_off(monkeypatch, -0.05)
    plan, before = thinned(tmp_path)

    def on_average(plan: PlanFile, task: NeedToMeet, *said: Progress, **how: Any) -> Scheduled:
        if task.is_even.any():
            raise InfeasibleError("heads come on average", hint="none")
        return meet(plan, task, *said, **how)

    monkeypatch.setattr("staffing.plan.play.repair.meet", on_average)
    after = repaired(plan, before, HERE)
    rounds = after.scheduled.summary.repair
    assert rounds[1].raised > 0
    assert not any(one.evened or one.beyond_rules for one in rounds)


def test_more_than_the_rules_allow_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no schedule could have more people, the one there is stands."""
    plays_off(monkeypatch, -0.2)
    asked = []

    def none(*_: object, **__: object) -> None:
        asked.append(True)
        raise InfeasibleError("more people than there are", hint="none")

    monkeypatch.setattr("staffing.plan.play.repair.meet", none)
    before, after = walked(tmp_path, "")
    assert asked == [True]
    assert after.scheduled.shifts is before.scheduled.shifts
    (only,) = after.scheduled.summary.repair
    assert only.beyond_rules > 0
    notes = list(play_notes(read_plan(tmp_path / "plan.toml"), after.scheduled.summary))
    assert any("more people than the rules" in note for note in notes)


def test_what_cannot_be_raised_leaves_the_others_to_be() -> None:
    """Of two that are short one is let be; it keeps what was aimed at before."""
    keys = (("all", 0), ("all", 1800), ("all", 3600))
    raised, lowered = np.array([True, True, False]), np.array([False, False, True])
    before = Aims(np.array([0.82, np.nan, np.nan]), raised, lowered, keys)
    aims = Aims(np.array([0.9, 0.85, 0.75]), raised, lowered, keys)
    found = aims.without_raising({("all", 0)}, before)
    np.testing.assert_array_equal(found.level, [0.82, 0.85, 0.75])
    assert found.raised.tolist() == [False, True, False]
    assert np.isnan(aims.without_raising({("all", 1800)}, None).level[1])


def test_only_what_is_safe_gives_anything_back() -> None:
    """Eight points above the target in every replication, or in most: the second stays as it is."""
    wholes = np.full((10, 2), 100.0)
    parts = np.array([[88.0, 88.0 if k < 8 else 79.0] for k in range(10)])
    targets = PlayedTargets(
        wholes[0], np.full(2, 0.8), np.full(2, 0.8), np.full(2, np.nan), Ratio(parts, wholes)
    )
    assert targets.is_safe.tolist() == [True, False]
    assert targets.aims(None, targets.is_safe).lowered.tolist() == [True, False]


def test_heads_that_stay_as_they_are_are_not_searched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Aims move by less than an agent: nothing is searched, and no round told."""
    plays_off(monkeypatch, 0.012)
    monkeypatch.setattr("staffing.plan.play.repair.WORTH_A_ROUND", 0.0)
    monkeypatch.setattr("staffing.plan.play.repair.meet", lambda *_, **__: pytest.fail("searched"))
    before, after = walked(tmp_path, "")
    assert after.scheduled.shifts is before.scheduled.shifts
    assert after.scheduled.summary.repair == ()


def test_a_repair_takes_replications_enough(tmp_path: Path) -> None:
    """Of 29 it does not go by what they show, and says so."""
    before, after = walked(tmp_path, "replications = 29")
    assert after is before
    notes = list(play_notes(read_plan(tmp_path / "plan.toml"), after.scheduled.summary))
    assert any("29 replications cannot tell" in note for note in notes)


def test_a_plan_may_forgo_the_repair(tmp_path: Path) -> None:
    """And has then the schedule as it was made."""
    before, after = walked(tmp_path, "repair = false")
    assert after is before


def test_a_repaired_run_is_of_a_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is required is what the schedule was made for, in both files; the summary tells the rounds."""
    plays_off(monkeypatch, 0.08)
    run = run_plan(small_plan(tmp_path, "replications = 50"), as_of=AS_OF, engine=HERE)
    rounds = json.loads((run.folder / "summary.json").read_text())["repair"]
    assert len(rounds) > 1
    need, coverage = (
        {
            row["interval_start"]: float(row[column])
            for row in csv.DictReader((run.folder / file).read_text().splitlines())
        }
        for file, column in (("requirement.csv", "scheduled"), ("coverage.csv", "required"))
    )
    assert need == pytest.approx(coverage)
    said = repair_sentence(run.scheduled.summary.repair)
    assert said is not None
    assert said in (run.folder / "report.html").read_text()
