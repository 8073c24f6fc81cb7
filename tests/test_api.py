"""The public face: what `import staffing` offers, in any order of imports, and that it is the same road."""

from __future__ import annotations

import inspect
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import staffing as st
from staffing.records import Columns, Demand, Forecast, Need, Requirement, Targets
from staffing.tables.records import read_record, write_record
from staffing.version import __version__
from tests.conftest import BANK, PACKAGE, ROOT, Staffing

LUNCH = st.Rest(minutes=30, paid=False, earliest_minutes=180, latest_minutes=300)
PATTERNS = [st.Pattern("full-time", length_minutes=(510, 510), lunch=LUNCH)]


def forecast_of(days: int, contacts: float = 40.0) -> Forecast:
    """Two queues that get `contacts` each half-hour from 9 to 5 on days from Monday on."""
    start = np.datetime64("2026-11-23", "s") + np.arange(days * 48) * np.timedelta64(30, "m")
    offered = np.tile(np.where((np.arange(days * 48) % 48 - 18) % 48 < 16, contacts, 0.0), 2)
    return Forecast(
        interval_start=np.tile(start, 2),
        utc_offset_minutes=np.zeros(2 * len(start), dtype=np.int64),
        queue=np.repeat([0, 1], len(start)),
        queues=("calls", "sales"),
        interval_minutes=30,
        timezone="UTC",
        offered=offered,
        offered_p10=0.5 * offered,
        offered_p90=1.5 * offered,
        aht_seconds=np.full(2 * len(start), 240.0),
    )


def python(code: str) -> str:
    """What a fresh interpreter prints, warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.smoke
def test_every_name_is_there() -> None:
    """Fifteen names, each with a docstring; no other is."""
    names = set(st.__all__) - {"__version__"}
    assert len(names) == 15
    for name in names:
        assert inspect.getdoc(getattr(st, name)), name
        assert name in dir(st)
    with pytest.raises(AttributeError, match="no attribute 'plan_run'"):
        st.plan_run  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.smoke
def test_the_version_is_said_once() -> None:
    """That of the module is that of the package; the package says that it is typed."""
    assert st.__version__ == __version__
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.smoke
def test_the_package_imports_nothing_heavy() -> None:
    """Nor does listing its names."""
    heavy = "[m for m in ('numpy', 'scipy', 'pulp', 'pydantic', 'typer') if m in sys.modules]"
    assert python(f"import sys, staffing; dir(staffing); print({heavy})") == "[]\n"


HISTORY = f"""
history = staffing.read_history({str(BANK / "history.csv")!r}, timezone="America/New_York")
def rows(forecast): return len(forecast(history, days=1, method="seasonal-naive"))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        f"import staffing\n{HISTORY}\nprint(rows(staffing.forecast))\nimport staffing.forecast.make",
        f"import staffing.forecast.make\nimport staffing\n{HISTORY}\nprint(rows(staffing.forecast))",
        f"from staffing import forecast\nimport staffing\n{HISTORY}\nprint(rows(forecast))",
        f"import staffing.forecast.make as make, staffing\n{HISTORY}\n"
        "from staffing import forecast\nassert forecast.make is make\nprint(rows(forecast))",
        f"from staffing.forecast import METHODS\nfrom staffing import *\nimport staffing\n{HISTORY}\n"
        "assert METHODS is forecast.METHODS\nprint(rows(forecast))",
    ],
    ids=["before", "after", "from", "as", "star"],
)
def test_forecast_is_a_function_and_a_folder(code: str) -> None:
    """Whatever is imported first, and however."""
    assert python(code) == "48\n"


def test_forecast_shows_the_signature_of_its_function() -> None:
    """`help` and notebooks say what it takes."""
    parameters = inspect.signature(st.forecast).parameters
    assert list(parameters)[:2] == ["history", "days"]
    assert parameters["days"].default == 28


def test_a_service_reads_its_target() -> None:
    """A text is the targets that it names; a copy keeps them, and so does what another process is sent."""
    service = st.Service("80/20", patience_seconds=180)
    other = replace(service, model="erlang-c")
    for kept in (service, other, pickle.loads(pickle.dumps(service))):
        assert isinstance(kept.targets, Targets)
        assert (kept.targets.service_level, kept.targets.target_seconds) == (0.8, 20.0)
    assert st.Service().targets.service_level == st.Service(st.Targets(0.8)).targets.service_level
    with pytest.raises(st.StaffingError, match="did you mean 80/20"):
        st.Service("80")


def test_the_road_goes_on_from_any_record() -> None:
    """A requirement knows its service and people; shifts cover its heads, all queues added."""
    service, people = st.Service("90/10", patience_seconds=120), st.People(0.9, 0.9)
    need = st.size(forecast_of(1), service, people)
    assert need.service.people == people
    assert (need.service_level >= 0.9)[need.offered > 0].all()
    schedule = st.schedule(need, PATTERNS)
    required = need.scheduled.reshape(2, -1).sum(axis=0)
    assert np.allclose(schedule.coverage.required, required)
    assert schedule.summary.under_agent_intervals == 0
    by_rules = st.schedule(need, st.Rules("UTC", 30, tuple(PATTERNS)))
    assert by_rules.summary.objective_hours == schedule.summary.objective_hours


def test_a_requirement_is_judged_by_its_own_service() -> None:
    """Evaluated with the agents it asks for, it is itself; another service judges otherwise."""
    need = st.size(forecast_of(1), st.Service("90/10", patience_seconds=120), st.People(0.9))
    again = st.evaluate(need, need.agents)
    for name, column in need.columns().items():
        assert np.array_equal(again.columns()[name], column, equal_nan=column.dtype.kind == "f"), name
    patient = st.evaluate(need, need.agents, st.Service("90/10"))
    assert patient.abandonment.sum() < again.abandonment.sum()


def test_the_range_of_a_forecast_counts() -> None:
    """Uncertainty takes its range from the forecast's own columns."""
    from staffing.records import Uncertainty

    sure = st.Service("80/20", patience_seconds=180)
    unsure = replace(sure, uncertainty=Uncertainty(0.9))
    forecast = forecast_of(1)
    assert (st.size(forecast, unsure).agents >= st.size(forecast, sure).agents).all()
    assert st.size(forecast, unsure).agents.sum() > st.size(forecast, sure).agents.sum()


def test_results_can_be_written(tmp_path: Path) -> None:
    """As the files of the commands, although they know more than these hold."""
    need = st.size(forecast_of(1))
    write_record(tmp_path / "requirement.csv", need)
    again = read_record(Requirement, tmp_path / "requirement.csv", "UTC", 30)
    assert again.agents.tolist() == need.agents.tolist()
    assert again.queues == need.queues


def test_results_are_tables() -> None:
    """`columns()` of each result are arrays of one length and one dimension, as data frames take them."""
    forecast = forecast_of(1)
    need = st.size(forecast)
    schedule = st.schedule(need, PATTERNS)
    records: list[Columns] = [forecast, need, st.evaluate(forecast, 9), schedule.shifts, schedule.coverage]
    for record in records:
        columns = record.columns()
        assert {column.shape for column in columns.values()} == {(len(record),)}, type(record)
    assert set(need.columns()["queue"]) == {"calls", "sales"}


@pytest.mark.slow
def test_the_library_is_the_command_line(staffing: Staffing, tmp_path: Path) -> None:
    """`forecast` and `size` print what the functions of that name give, to the last digit."""
    done = staffing("forecast", BANK / "history.csv", "--timezone", "America/New_York", "--days", 3,
                    "--holidays", "US", "--aht", 240, "--out", tmp_path / "forecast.csv")  # fmt: skip
    assert done.returncode == 0, done.stderr
    sized = staffing("size", tmp_path / "forecast.csv", "--patience", 180, "--attendance", 0.95,
                     "--timezone", "America/New_York")  # fmt: skip
    history = st.read_history(BANK / "history.csv", timezone="America/New_York")
    forecast = st.forecast(history, days=3, holidays="US", aht_seconds=240)
    need = st.size(forecast, st.Service(patience_seconds=180), st.People(0.95))
    header, *rows = (line.split(",") for line in sized.stdout.splitlines())
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    assert list(columns["interval_start"]) == need.iso().tolist()
    for name in ("offered", "agents", "scheduled", "service_level", "occupancy"):
        printed = np.array([float(cell or "nan") for cell in columns[name]])
        assert np.array_equal(printed, getattr(need, name), equal_nan=True), name


WRONG: dict[str, Callable[[], object]] = {
    "unknown format 'genesis'": lambda: st.read_history("history.csv", format="genesis"),
    "unknown word of a history 'ofered'": lambda: st.read_history("history.csv", columns={"ofered": "A"}),
    "expected an existing file": lambda: st.read_history("nowhere.csv"),
    "agents must be known": lambda: st.evaluate(forecast_of(1), -1),
    "one per row": lambda: st.evaluate(forecast_of(1), [1, 2, 3]),
    "no handle time is known for contacts of queue calls, sales": lambda: st.size(
        replace(forecast_of(1), aht_seconds=np.full(96, np.nan))
    ),
    "the rules are for intervals of 15 minutes in UTC": lambda: st.schedule(
        st.size(forecast_of(1)), st.Rules("UTC", 15, tuple(PATTERNS))
    ),
    "unknown solver|not a solver|no solver": lambda: st.schedule(
        st.size(forecast_of(1)), PATTERNS, solver="lp"
    ),
    "a run directory": lambda: st.read_run("nowhere"),
    "unknown period 'month'": lambda: st.explain("nowhere", "actuals.csv", by="month"),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_is_said_with_a_hint(message: str) -> None:
    """Every mistake in an argument is a StaffingError."""
    with pytest.raises(st.StaffingError) as error:
        WRONG[message]()
    assert re.search(message, str(error.value))
    assert "Hint: " in str(error.value)


def test_records_of_the_road_are_taken_too() -> None:
    """A demand with overrides by row is sized as it is; a need is scheduled as it is."""
    forecast = forecast_of(1)
    demand = Demand(
        **forecast.same_rows(),
        offered=forecast.offered,
        aht_seconds=forecast.aht_seconds,
        min_agents=np.full(len(forecast), 2.0),
    )
    assert st.size(demand).agents.min() == 2.0
    need = Need(
        **st.schedule(st.size(forecast), PATTERNS).coverage.same_rows(),
        required=np.r_[np.zeros(16), np.full(16, 3.0), np.zeros(16)],
        offered=np.full(48, np.nan),
        aht_seconds=np.full(48, np.nan),
        phone_share=np.ones(48),
    )
    coverage = st.schedule(need, PATTERNS).coverage
    assert coverage.required.tolist() == need.required.tolist()
    assert (coverage.working >= need.required).all()


@pytest.mark.slow
def test_the_example_runs_in_twenty_lines(tmp_path: Path) -> None:
    """From a CSV to shifts and a plot; blank lines and comments do not count, nor what only imports."""
    example = ROOT / "examples" / "plan_from_csv.py"
    code = example.read_text(encoding="utf-8")
    until_plot = code.partition("coverage = schedule.coverage")[0]
    assert len([line for line in until_plot.splitlines()[1:] if line.strip()]) <= 20
    done = subprocess.run(
        [sys.executable, example, BANK / "history.csv", "America/New_York"],
        capture_output=True, text=True, check=True, cwd=tmp_path, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert re.search(r"\d+ shifts, at most \d\.\d% dearer", done.stdout)
    assert "█" in done.stdout or (tmp_path / "coverage.png").exists()
