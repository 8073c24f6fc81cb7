"""Patience from single contacts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.patience.call_patience import CallPatience, estimate_from_calls
from staffing.history.patience.read_calls import read_calls
from staffing.requirement.patience_curve import read_patience_curve
from tests.conftest import Staffing

COUNT = 40_000


def watched(patience: np.ndarray, seed: int = 5) -> CallPatience:
    """Contacts of that patience, offered exponential waits of 90 s on average."""
    offered = np.random.default_rng(seed).exponential(90, patience.size)
    return estimate_from_calls(np.minimum(patience, offered), patience < offered)


def test_the_true_law_is_found() -> None:
    """Each law is recognised, with its mean and parameter, though most patience is censored."""
    random = np.random.default_rng(6)
    exponential = watched(random.exponential(120, COUNT))
    assert exponential.exponential.aic < exponential.best.aic + 10
    assert exponential.exponential.mean_seconds == pytest.approx(120, rel=0.03)
    weibull = watched(120 * random.weibull(0.6, COUNT)).best
    assert (weibull.law, weibull.parameter) == ("weibull", pytest.approx(0.6, rel=0.03))
    lognormal = watched(np.exp(random.normal(4, 1, COUNT))).best
    assert lognormal.law == "lognormal"
    assert lognormal.mean_seconds == pytest.approx(np.exp(4.5), rel=0.05)


def test_the_curve_is_the_survival() -> None:
    """Kaplan–Meier undoes the censoring."""
    found = watched(np.random.default_rng(7).exponential(120, COUNT))
    early = found.seconds < 200
    np.testing.assert_allclose(found.share[early], np.exp(-found.seconds[early] / 120), atol=0.02)
    assert found.hazard[early].mean() == pytest.approx(1 / 120, rel=0.1)


def test_kaplan_meier_by_hand() -> None:
    """Waits 1 (gave up), 2 (answered), 3 (gave up), 4 (answered): 3/4, then 3/4 × 1/2."""
    found = estimate_from_calls(np.array([1.0, 2, 3, 4, 0]), np.array([True, False, True, False, False]))
    assert (found.contacts, found.gave_up) == (4, 2)
    np.testing.assert_allclose(found.share, [0.75, 0.375])
    assert found.exponential.mean_seconds == 5


@pytest.mark.smoke
def test_a_wait_of_next_to_nothing_is_one_of_half_a_second() -> None:
    """As one of nothing is, where it is shorter than any clock measures; every law has a finite mean."""
    waits, gave_up = np.array([1e-300, 5.0, 20.0, 40.0]), np.array([True, True, False, True])
    found = estimate_from_calls(waits, gave_up)
    of_nothing = estimate_from_calls(np.where(waits < 1, 0.0, waits), gave_up)
    assert found.as_dict() == of_nothing.as_dict()
    assert all(np.isfinite(fit.mean_seconds) for fit in found.fits)


def test_the_command(tmp_path: Path, staffing: Staffing) -> None:
    """A warning where exponential is wrong, and a curve that sizing reads."""
    random = np.random.default_rng(8)
    patience, offered = 120 * random.weibull(0.5, 5000), random.exponential(90, 5000)
    rows = [
        f"{min(p, w):.3f},{'abandoned' if p < w else 'answered'}"
        for p, w in zip(patience, offered, strict=True)
    ]
    path = tmp_path / "calls.csv"
    path.write_text("wait_s,outcome\n" + "\n".join(rows) + "\n")
    curve = tmp_path / "curve.csv"
    done = staffing("patience", path, "--calls", "--wait-column", "wait_s", "--curve", curve, "--json")
    assert done.returncode == 0
    assert "exponential patience is wrong" in done.stderr
    assert '"best": "weibull"' in done.stdout
    assert read_patience_curve(curve).share[0] <= 1
    none = staffing("patience", "-", "--calls", stdin="wait_seconds,outcome\n5,answered\n")
    assert none.returncode == 1
    assert "contacts who gave up" in none.stderr


def test_the_command_on_intervals(staffing: Staffing) -> None:
    """Total wait ÷ contacts who gave up: (90 × 10 + 10 × 60) ÷ 10."""
    text = "interval_start,offered,answered,abandoned,wait_seconds,abandon_wait_seconds\n"
    text += "2026-11-23T09:00,100,90,10,10,60\n2026-11-23T09:30,100,90,10,10,60\n"
    done = staffing("patience", "-", "--json", "--quiet", stdin=text)
    assert '"patience_seconds": 150' in done.stdout


def test_a_law_without_a_finite_mean_is_left_out() -> None:
    """One of a hundred gave up at once and the others wait on: no lognormal is fitted, the others are."""
    waits = np.array([0.5, *[1e9] * 100])
    found = estimate_from_calls(waits, waits < 1)
    assert [fit.law for fit in found.fits] == ["exponential", "weibull"]
    assert all(np.isfinite([fit.mean_seconds, fit.aic]).all() for fit in found.fits)


def test_a_wait_longer_than_any_is_refused(tmp_path: Path) -> None:
    """With its line, as the slip that it is."""
    path = tmp_path / "calls.csv"
    path.write_text("wait_seconds,outcome\n5,answered\n1e308,answered\n4,abandoned\n")
    with pytest.raises(
        InputError, match="line 3, column wait_seconds: found '1e308', expected a number from 0"
    ):
        read_calls(path, "wait_seconds", "outcome")
