"""Each of the 23 metrics against numbers worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from staffing.scorecard import METRICS
from staffing.scorecard.metric import Definitions, Metric, metric_named
from staffing.wording import worded_aim
from tests.conftest import ROOT
from tests.scorecard.centre import scored, value

DAY, NEXT, WEEK = "2026-11-23", "2026-11-24", "2026-W48"
# metric: (of the first day, of the week); None where it is not reported so finely. Working beside each.
BY_HAND = {
    "service_level": (130 / 150, 230 / 350),  # 80+50, +100 of 100+50, +200
    "speed_of_answer": ((90 * 10 + 50 * 2) / 140, (1000 + 160 * 50) / 300),
    "queue_time": ((900 + 600 + 100) / 35, (1600 + 8000 + 3600) / 155),
    "queue_placement": (None, 155 / 350),
    "rings": ((90 * 2 + 50 * 3) / 140, (330 + 640) / 300),
    "abandon_rate": ((10 - 4) / (150 - 4), (50 - 10) / (350 - 10)),
    "time_to_abandon": (60, (10 * 60 + 40 * 90) / 50),
    "answered_rate": (140 / 150, 300 / 350),
    "blockage": (5 / 155, 25 / 375),
    "total_calls": (155, 375),
    "handle_time": ((90 * 300 + 50 * 240) / 140, (39000 + 160 * 360) / 300),
    "talk_time": (None, (90 * 200 + 50 * 180 + 160 * 240) / 300),
    "hold_time": ((90 * 40 + 50 * 20) / 140, (4600 + 9600) / 300),
    "after_call_work": ((90 * 60 + 50 * 40) / 140, (7400 + 9600) / 300),
    "transfer_rate": (10 / 140, 18 / 300),
    "first_call_resolution": (85 / 100, 160 / 200),
    "adherence": (5700 / 7200, 9300 / 10800),  # cyd was away: that is attendance
    "attendance": (2 / 3, 3 / 4),  # bob's second day was off
    # talk + hold: ann 2400 and 3240, bob 1350; idle 600, 0, 1500
    "occupancy": (3750 / (3750 + 2100), 6990 / (6990 + 2100)),
    "calls_per_hour": (15 / (7600 / 3600), 27 / (11200 / 3600)),
    "cost_per_call": (None, (800 + 700) / (300 + 60)),  # rent: 100 a day, of the whole week
}


@pytest.mark.parametrize("metric", BY_HAND)
def test_a_metric_is_what_its_formula_gives_by_hand(metric: str, tmp_path: Path) -> None:
    """Of one day and of the week, weighted by contacts, people and seconds."""
    of_day, of_week = BY_HAND[metric]
    if of_day is not None:
        assert value(scored(tmp_path, by="day"), metric, DAY) == pytest.approx(of_day, rel=1e-12)
    assert value(scored(tmp_path), metric, WEEK) == pytest.approx(of_week, rel=1e-12)


def test_the_metrics_of_a_month_are_what_their_formulas_give_by_hand(tmp_path: Path) -> None:
    """Scores of three monitored contacts; three leavers of 98 heads, the aim of the days known."""
    card = scored(tmp_path, by="month")
    assert value(card, "monitoring_score", "2026-11") == pytest.approx(80)
    assert "2026-11: 1.5 contacts monitored per agent with any; 4–5 a month are usual" in card.notes
    assert value(card, "turnover", "2026-11") == pytest.approx(3 / 98)
    assert value(card, "turnover", "2026-10") == pytest.approx(1 / 100)
    (row,) = np.flatnonzero((card.scores.metric == "turnover") & (card.scores.period == "2026-11"))
    assert card.scores.known_share[row] == pytest.approx(24 / 30)  # the history ends on the 24th
    assert card.scores.aim_high[row] == pytest.approx(0.30 * 24 / 365.25)
    assert np.isnan(card.scores.previous[row])  # October is a whole month
    year = scored(tmp_path, by="year")
    assert value(year, "turnover", "2026") == pytest.approx(4 / 99)
    (row,) = np.flatnonzero((year.scores.metric == "turnover") & (year.scores.period == "2026"))
    days = 31 + 24  # since the first of October, when the file begins
    assert year.scores.aim_low[row] == pytest.approx(0.15 * days / 365.25)
    assert year.scores.known_share[row] == pytest.approx(days / 365)
    (row,) = np.flatnonzero((card.scores.metric == "monitoring_score") & (card.scores.period == "2026-11"))
    assert card.scores.known_share[row] == pytest.approx(2 / 30)


def test_all_23_metrics_are_measured_and_checked_by_hand() -> None:
    """None is left out of the registry or of this file."""
    assert len(METRICS) == 23
    assert set(METRICS) == {*BY_HAND, "monitoring_score", "turnover"}
    assert all(metric_named(key).key == key for key in METRICS)


@pytest.mark.parametrize(
    ("definition", "percent"),
    [("with-abandons", 83.0), ("answered", 86.0), ("offered", 81.1), ("offered-less-short", 82.7)],
)
def test_service_level_by_its_four_definitions(definition: str, percent: float, tmp_path: Path) -> None:
    """The fixture that Call Centre Helper prints: A 1000, B 60, At 860, Bt 20."""
    history = "interval_start,offered,answered,abandoned,answered_within_target,abandoned_within_target\n"
    history += "2026-11-23T08:00,1060,1000,60,860,20\n"
    card = scored(tmp_path, by="day", history=history, service_level=definition)
    assert round(100 * value(card, "service_level", DAY), 1) == percent
    (row,) = np.flatnonzero((card.scores.metric == "service_level") & (card.scores.period == DAY))
    assert card.scores.variant[row] == f"{definition}, within 20 s"


@pytest.mark.parametrize(
    ("definition", "percent"), [("offered", 70.0), ("offered-less-short", 77.8), ("with-abandons", 80.0)]
)
def test_service_level_by_the_cisco_fixture(definition: str, percent: float, tmp_path: Path) -> None:
    """100 offered, 70 answered and 10 abandoned in time, 20 neither."""
    history = "interval_start,offered,answered,abandoned,answered_within_target,abandoned_within_target\n"
    history += "2026-11-23T08:00,100,90,10,70,10\n"
    card = scored(tmp_path, by="day", history=history, service_level=definition)
    assert round(100 * value(card, "service_level", DAY), 1) == percent


@pytest.mark.parametrize(
    ("late", "after", "adherence", "percent"),
    [
        (15, 15, "schedule", 75.0),  # CX Central: a quarter late, made up after: adherence 75 %
        (15, 15, "conformance", 100.0),  # … and conformance 100 %
        (10, 10, "overrun", 100 * (1 - 20 / 70)),  # Genesys: ten minutes late, ten after
    ],
)
def test_adherence_against_conformance(
    late: int, after: int, adherence: str, percent: float, tmp_path: Path
) -> None:
    """An hour scheduled, some minutes late, some after the end."""
    within, ready = 3600 - 60 * late, 3600 - 60 * late + 60 * after
    people = "agent,date,scheduled_seconds,ready_seconds,adherent_seconds\n"
    people += f"ann,2026-11-23,3600,{ready},{within}\n"
    card = scored(tmp_path, by="day", people=people, adherence=adherence)
    assert 100 * value(card, "adherence", DAY) == pytest.approx(percent)


def test_occupancy_with_after_call_work(tmp_path: Path) -> None:
    """Wrap is busy too: ann 600 and 360, bob 150 seconds more on both sides."""
    card = scored(tmp_path, occupancy="with-wrap")
    assert value(card, "occupancy", WEEK) == pytest.approx((6990 + 1110) / (6990 + 1110 + 2100))


def test_short_abandons_are_those_within_the_seconds_asked(tmp_path: Path) -> None:
    """The history counts them within 20 s only: for other seconds all abandons are taken, and it says so."""
    card = scored(tmp_path, short_seconds=10.0)
    assert value(card, "abandon_rate", WEEK) == pytest.approx(50 / 350)
    assert any("does not count them" in variant for variant in card.scores.variant.tolist())
    assert value(scored(tmp_path, short_seconds=0.0), "abandon_rate", WEEK) == pytest.approx(50 / 350)


def test_members_are_scored_by_their_own_rows(tmp_path: Path) -> None:
    """Agents and teams from their days."""
    card = scored(tmp_path, by="day", members=("agent", "team"))
    assert value(card, "adherence", DAY, agent="ann") == pytest.approx(0.75)
    assert value(card, "after_call_work", DAY, agent="bob") == pytest.approx(30)
    assert value(card, "occupancy", DAY, team="south") == pytest.approx(1350 / 2850)
    assert value(card, "calls_per_hour", NEXT, agent="ann") == pytest.approx(12)


def test_the_scorecard_page_lists_the_metrics_as_the_code_has_them() -> None:
    """docs/reference/scorecard.md: key, formula, needs, grains, norm and aim of each, in order."""
    page = (ROOT / "docs" / "reference" / "scorecard.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `\w+` \|.*\|.*\|.*\|.*\|.*\|$", page, re.MULTILINE)
    assert rows == [described(metric_named(key)) for key in METRICS]


def described(metric: Metric) -> str:
    way = metric.ways(Definitions())[0]
    needs = ", ".join(f"`{word}`" for word in way.needs)
    needs = needs if way.source == "history" else f"{way.source}: {needs}"
    if way.bottom_source:
        needs += f"; {way.bottom_source}: {', '.join(f'`{word}`' for word in way.bottom_needs)}"
    low, high = (np.nan if bound is None else bound for bound in metric.aim)
    aim = worded_aim(low, high, metric.unit) + (" a year" if metric.per_year else "")
    grains = ", ".join(metric.reported)
    return f"| `{metric.key}` | {metric.formula} | {needs} | {grains} | {metric.norm} | {aim} |"


def test_an_unknown_variant_is_refused() -> None:
    """With the names that there are."""
    with pytest.raises(Exception, match="conformance"):
        Definitions(adherence="loose")
