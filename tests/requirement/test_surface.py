"""The staffing surface against the exact search, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.records.targets import Targets
from staffing.requirement import surface
from staffing.requirement.search import fewest_agents
from staffing.requirement.surface import fewest_agents_of_many

ROWS = 30_000


def centre(seed: int, low: float = 0.01, high: float = 50_000.0) -> tuple[np.ndarray, np.ndarray]:
    """Loads and handle times, every one different."""
    random = np.random.default_rng(seed)
    return low * (high / low) ** random.random(ROWS), random.uniform(60, 900, ROWS)


@pytest.mark.parametrize(
    ("model", "patience", "targets"),
    [
        ("erlang-c", np.inf, Targets(0.8, 20)),
        ("erlang-c", np.inf, Targets(0.95, 0, max_occupancy=0.85)),
        ("erlang-a", 180.0, Targets(0.8, 20)),
        ("erlang-a", 60.0, Targets(0.8, 20, definition="answered")),
        ("erlang-a", 30.0, Targets(0.9, 60, definition="offered-less-short")),
        ("erlang-a", 120.0, Targets(0.5, 10, definition="with-abandons", max_abandonment=0.03)),
        ("erlang-a", 120.0, Targets(max_wait_seconds=15, min_agents=2)),
        ("erlang-b", 120.0, Targets(0.99, 20)),
    ],
)
def test_no_row_differs_from_the_search(model: str, patience: float, targets: Targets) -> None:
    """Loads 0.01 to 50,000, some rows without contacts."""
    load, aht = centre(1)
    load[::50] = 0
    traffic = Traffic(load / aht, aht, patience)
    found = fewest_agents_of_many(load_model(model), traffic, targets)
    np.testing.assert_array_equal(found, fewest_agents(load_model(model), traffic, targets))


@pytest.mark.parametrize("least", [4_000, 6_000])
def test_settings_are_told_apart(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of two large settings and of a few odd ones, each sized by its own."""
    load, aht = centre(2, 0.5, 300)
    patience = np.where(np.arange(ROWS) % 2, 120.0, 60.0)
    patience[:40] = np.arange(40) + 10.0
    law = np.where(np.arange(ROWS) % 1000 == 7, law_code("deterministic"), 0.0)
    traffic = Traffic(load / aht, aht, patience, patience_law=law)
    targets = Targets(np.where(np.arange(ROWS) % 3, 0.8, 0.9), 20)
    model = load_model("erlang-a")
    monkeypatch.setattr(surface, "FEWEST_ROWS", least)
    found = fewest_agents_of_many(model, traffic, targets)
    np.testing.assert_array_equal(found, fewest_agents(model, traffic, targets))


def test_every_row_can_be_checked() -> None:
    """`check_all` is the exact search, whatever the surface says."""
    load, aht = centre(3, 0.5, 300)
    traffic, targets = Traffic(load / aht, aht, 90.0), Targets(0.8, 20)
    model = load_model("erlang-a")
    found = fewest_agents_of_many(model, traffic, targets, check_all=True)
    np.testing.assert_array_equal(found, fewest_agents(model, traffic, targets))


def test_equal_rows_are_no_surface_to_divide_by() -> None:
    """One load and one handle time, many times over."""
    traffic = Traffic(np.full(ROWS, 100 / 1800), 180.0)
    assert (fewest_agents_of_many(load_model("erlang-c"), traffic, Targets(0.8, 20)) == 14).all()
    assert not fewest_agents_of_many(
        load_model("erlang-c"), Traffic(np.zeros(ROWS), 180.0), Targets(0.8)
    ).any()
