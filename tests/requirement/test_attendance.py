"""People who come or not, and shrinkage by the clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from staffing.errors import InputError, UsageError
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.people import People, compounded
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.requirement.attendance import came
from staffing.requirement.shrinkage import read_shrinkage, shrinkage_of
from staffing.requirement.size import evaluate, size
from tests.requirement.test_size import demand


@pytest.mark.parametrize("heads", [0, 1, 3, 11])
def test_few_heads_are_exact(heads: int) -> None:
    """Up to eleven heads the nodes are the whole numbers that may come, with their probabilities."""
    nodes, weights = came(np.array([float(heads)]), 0.9)
    for k in range(heads + 1):
        at = np.abs(nodes[0] - k) < 1e-9
        assert weights[0][at].sum() == pytest.approx(binom.pmf(k, heads, 0.9), abs=1e-12)


@pytest.mark.parametrize("heads", [15, 60, 300])
def test_expected_service_is_the_binomial_mean(heads: int) -> None:
    """Twelve nodes against all numbers that may come."""
    options = Service(
        Targets(0.8, 20), patience_seconds=120, people=People(attendance=0.9), attendance_model="binomial"
    )
    offered = heads * 0.8 * 10
    found = evaluate(demand([offered]), heads * 0.9, options)
    k = np.arange(heads + 1)
    each = load_model("erlang-a").performance(Traffic(offered / 1800, 180, 120), k, 20)
    truth = (binom.pmf(k, heads, 0.9) * each.answered_within_target).sum()
    assert found.service_level[0] == pytest.approx(truth, abs=2e-4)


def test_chance_costs_heads_and_they_are_whole() -> None:
    """More than average attendance (but for rounding), and one head fewer misses."""
    people = People(attendance=0.9, adherence=0.95)
    average = Service(Targets(0.8, 20), patience_seconds=120, people=people)
    exact = Service(
        Targets(0.8, 20),
        patience_seconds=120,
        people=people,
        attendance_model="binomial",
        variation="mol-psa",
    )
    rows = demand([2000.0, 2000.0, 2000.0, 0.0])
    found = size(rows, exact)
    np.testing.assert_allclose(found.scheduled, np.rint(found.scheduled), atol=1e-9)
    assert (found.scheduled[:3] >= size(rows, average).scheduled[:3]).all()
    assert (found.service_level >= 0.8).all()
    fewer = evaluate(rows, people.on_the_phones(np.maximum(found.scheduled - 1, 0)), exact)
    assert (fewer.service_level[:3] < 0.8).all()


def test_parts_compound() -> None:
    """10, 5 and 15 % are 27.3 %, not 30 %."""
    assert compounded([0.1, 0.05, 0.15]) == pytest.approx(0.27325)
    assert compounded([]) == 0


def test_shrinkage_by_the_clock(tmp_path: Path) -> None:
    """Monday 23 November 2026, 08:00 to 10:30 in New York."""
    path = tmp_path / "shrinkage.csv"
    path.write_text(
        "days,from,to,component,shrinkage\n,,,leave,0.1\nmon-fri,09:00,10:00,training,0.2\nsat,,,x,0.5\n"
    )
    rows = demand([100.0] * 5)
    found = shrinkage_of(rows, read_shrinkage(path))
    np.testing.assert_allclose(found, [0.1, 0.1, 0.28, 0.28, 0.1])
    sized = size(
        demand([100.0] * 5, shrinkage=found), Service(people=People(attendance=0.9), model="erlang-c")
    )
    np.testing.assert_allclose(sized.scheduled, 14 / (0.9 * (1 - found)))


def test_wrong_cells_are_named(tmp_path: Path) -> None:
    """Day, time and share, each with its line."""
    path = tmp_path / "shrinkage.csv"
    path.write_text("days,from,shrinkage\nfunday,,0.1\nmon,9,0.1\nmon,,1\nmon,,30\n")
    with pytest.raises(InputError) as caught:
        read_shrinkage(path)
    for place in ("line 2, column days", "line 3, column from", "line 4, column shrinkage", "line 5"):
        assert place in str(caught.value)


def test_binomial_and_a_table_exclude_one_another() -> None:
    """Better no answer than a wrong one."""
    with pytest.raises(UsageError, match="shrinkage table"):
        size(demand([100.0], shrinkage=[0.1]), Service(attendance_model="binomial"))
