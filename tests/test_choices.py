"""Every registered choice runs on one sample: a new one is tested the moment it is listed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.definitions import DEFINITIONS
from staffing.forecast import METHODS
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.history import FORMATS
from staffing.history.load import read_history
from staffing.queueing import MODELS
from staffing.queueing.patience_laws import PATIENCE_LAWS
from staffing.records import History
from staffing.requirement.variation import VARIATIONS
from tests.conftest import BANK, ROOT, Staffing

pytestmark = pytest.mark.smoke

ZONE = "America/New_York"


@pytest.fixture(scope="module")
def bank() -> History:
    return read_history(str(BANK / "history.csv"), timezone=ZONE, interval_minutes=30)


@pytest.mark.parametrize("method", METHODS)
def test_every_forecast_method_runs(method: str, bank: History) -> None:
    """Known, not negative, and within a factor two of the last weeks."""
    made = make_forecast(bank, ForecastOptions(days=7, method=method))
    offered = made.forecast.offered
    assert (offered >= 0).all()
    assert 0.5 < offered.sum() / bank.offered[-5 * 28 :].sum() < 2


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("model", [name for name in MODELS if name != "erlang-b"])
def test_every_model_and_definition_sizes(model: str, definition: str, staffing: Staffing) -> None:
    """The target is met, by the definition asked."""
    demand = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,180\n"
    options = ["--model", model, "--definition", definition, "--patience", "120", "--quiet"]
    done = staffing("size", "-", *options, stdin=demand)
    header, row = (line.split(",") for line in done.stdout.splitlines())
    assert float(row[header.index("service_level")]) >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("variation", VARIATIONS)
def test_every_variation_sizes(variation: str, staffing: Staffing) -> None:
    """The target is met under it, from the command line, with an uncertain forecast too."""
    demand = "interval_start,offered,aht_seconds,offered_p10,offered_p90\n"
    demand += "2026-11-23T08:00,100,180,80,120\n2026-11-23T08:30,200,180,160,240\n"
    for uncertainty in ("none", "expected", "probability:0.9"):
        options = ["--variation", variation, "--uncertainty", uncertainty, "--patience", "120"]
        header, *rows = (
            line.split(",") for line in staffing("size", "-", *options, stdin=demand).stdout.split()
        )
        assert all(float(row[header.index("service_level")]) >= 0.8 for row in rows)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_documented(name: str) -> None:
    """A format that is not described cannot be trusted."""
    pages = "".join(page.read_text(encoding="utf-8") for page in Path(ROOT / "docs").rglob("*.md"))
    assert f"`{name}`" in pages


def test_the_sample_holds_no_gap(bank: History) -> None:
    """The choices above run on whole data."""
    assert np.isfinite(bank.offered).all()


@pytest.mark.parametrize("law", PATIENCE_LAWS)
def test_every_patience_law_sizes(law: str, staffing: Staffing, tmp_path: Path) -> None:
    """The target is met under it, from the command line."""
    curve = tmp_path / "curve.csv"
    curve.write_text("seconds,still_waiting\n10,0.9\n60,0.6\n300,0.1\n")
    given = ["--patience-curve", curve] if law == "empirical" else ["--patience-law", law]
    demand = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,180\n"
    done = staffing("size", "-", "--patience", "120", *given, "--patience-parameter", "2", stdin=demand)
    assert done.stderr == ""
    header, row = (line.split(",") for line in done.stdout.splitlines())
    assert float(row[header.index("service_level")]) >= 0.8
