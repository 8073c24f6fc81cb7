"""Played queues against exact formulas: steady intervals, the first two left out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.queueing.performance import Performance
from staffing.queueing.redials import Redials
from staffing.simulation import redialling
from staffing.simulation.game import Game
from staffing.simulation.measures import Ratio, abandonment, mean_wait_seconds, occupancy, service_level
from staffing.simulation.played import Played
from staffing.simulation.pool import PoolRules
from staffing.simulation.tally import Outcome
from tests.simulation.play_one import played, steady

pytestmark = pytest.mark.slow

TABLES = Path(__file__).parent.parent / "reference"
WARM = 2


def rows(table: str, *ids: str) -> list[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"] in ids]


CASES = [
    *(("erlang_a", row) for row in rows("erlang_a", "1", "3", "5")),
    *(("erlang_a_finite_lines", row) for row in rows("erlang_a_finite_lines", "1", "2", "4")),
    *(("mgi_patience", row) for row in rows("mgi_patience", "1", "2", "3", "4")),
]


def settled(game: Game, replications: int = 300, warm: int = WARM) -> Played:
    """The later intervals, as one period."""
    found = played(game, replications)
    period = np.where(np.arange(found.waited.shape[1]) < warm, 0, 1)
    whole = found.summed(period, 2)
    return Played(*(column[:, 1:] for column in (whole.outcomes, whole.waited, whole.busy, whole.present)))


def within(level: Ratio, truth: float) -> None:
    assert level.level[0] == pytest.approx(truth, abs=4 * level.error[0] + 1e-4)


@pytest.mark.parametrize("row", [row for _, row in CASES], ids=[f"{name}-{row['id']}" for name, row in CASES])
def test_tables_of_erlang_a(row: dict[str, str]) -> None:
    """Service level within four standard errors, the other measures close."""
    law = row.get("patience_kind", "exponential")
    contacts = steady(
        float(row["calls"]),
        float(row["aht_s"]),
        float(row.get("patience_s") or row.get("patience_mean_s") or "inf"),
        intervals=10,
        seconds=float(row["interval_s"]),
        target=float(row["target_s"]),
        lines=float(row.get("lines") or "inf"),
        patience_law=law_code(law),
        patience_parameter=float(row.get("patience_param") or "nan"),
    )
    found = settled(Game(0, contacts, agents=np.full(10, float(row["agents"]))))
    within(service_level(found, "offered"), float(row["sl_offered"]))
    assert abandonment(found)[0] == pytest.approx(float(row["p_abandon"]), abs=0.006)
    assert occupancy(found)[0] == pytest.approx(float(row["occupancy"]), abs=0.006)
    assert mean_wait_seconds(found)[0] == pytest.approx(float(row["asa_answered"]), rel=0.06, abs=0.3)
    if "p_block" in row:
        blocked = found.outcomes[..., Outcome.BLOCKED].sum() / found.outcomes.sum()
        assert blocked == pytest.approx(float(row["p_block"]), abs=0.006)


def exact(model: str, offered: float, agents: float, **rules: float) -> Performance:
    found = load_model(model)
    if rules:
        found = Redials(found, **rules)
    return found.performance(Traffic([offered / 1800], 240, 90, (rules and 24) or np.inf), [agents], [20])


def test_erlang_c_waits_for_ever() -> None:
    """Nobody gives up."""
    found = settled(Game(0, steady(120, intervals=40), agents=np.full(40, 19.0)), 200)
    within(service_level(found, "offered"), float(exact("erlang-c", 120, 19).answered_within_target[0]))
    assert abandonment(found)[0] == 0


def test_erlang_b_turns_away() -> None:
    """Who finds all busy is blocked."""
    rules = PoolRules(turned_away=True)
    found = settled(Game(0, steady(120), agents=np.full(8, 16.0), rules=rules), 200)
    truth = exact("erlang-b", 120, 16)
    within(service_level(found, "offered"), float(truth.answered_within_target[0]))
    assert mean_wait_seconds(found)[0] == 0


def test_redials_add_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the fixed point of the formula says where they come late; each may fail again."""
    monkeypatch.setattr(redialling, "MEAN_DELAY_SECONDS", 7200.0)
    shares = {"redial": 0.5, "redial_blocked": 0.6}
    contacts = steady(130, 240, 90, lines=24, intervals=40)
    found = settled(Game(0, contacts, agents=np.full(40, 17.0), rules=PoolRules(**shares)), 200, warm=24)
    truth = exact("erlang-a", 130, 17, **shares)
    model = Redials(load_model("erlang-a"), **shares)
    attempts = float(model.attempts(Traffic([130 / 1800], 240, 90, 24), [17], [20])[0])
    mean = found.outcomes.sum() / len(found.outcomes) / (130 * 16)
    assert mean == pytest.approx(attempts, rel=0.01)
    within(service_level(found, "offered"), float(truth.answered_within_target[0]))
