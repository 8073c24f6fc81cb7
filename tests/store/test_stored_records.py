"""Every record of a run comes out of the store as it went in, to the byte of its file."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.records.columns import Columns
from staffing.records.forecast import Forecast
from staffing.store.connect import open_store
from staffing.store.read import stored_runs
from staffing.store.schema import STORED
from staffing.tables.records import CODECS, write_record
from tests.conftest import ROOT
from tests.store.stored import counts, one_day, push, run_folder
from tests.tables.any_record import ANY_RECORD


def restored(url: str, kind: type[Columns], file: Path) -> bytes:
    """The file of a record as the only run of a store gives it."""
    with open_store(url, to_write=False) as store, store.reading() as connection:
        (run,) = stored_runs(connection, store.name)
        write_record(file, run.record(kind, run.timezone))
    return file.read_bytes()


@pytest.mark.smoke
@pytest.mark.parametrize("name", STORED)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_record_comes_back_to_the_byte(
    name: str, url: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """In any zone, over changes of clocks, with further quantiles and any number of breaks."""
    kind = CODECS[name].record
    record = data.draw(ANY_RECORD[kind])
    folder = tmp_path_factory.mktemp("run")
    zone, moment = getattr(record, "timezone", "UTC"), "2026-11-23T00:00+00:00"
    run_folder(folder, {name: record}, zone, as_of=moment, version=folder.name)
    (pushed,) = push(url, folder, plan="the only one")
    assert pushed.refused is None
    assert restored(url, kind, folder / "again.csv") == (folder / f"{name}.csv").read_bytes()


def test_an_offset_of_the_file_is_kept(url: str, tmp_path: Path) -> None:
    """Also where the zone has another by now: zones change by law."""
    folder = run_folder(tmp_path / "run", {"forecast": one_day(offset_minutes=-90)}, "Europe/Oslo")
    push(url, folder)
    file = folder / "forecast.csv"
    assert b"T06:30:00-01:30" in file.read_bytes()
    assert restored(url, Forecast, tmp_path / "again.csv") == file.read_bytes()


def test_a_run_is_there_once(url: str, tmp_path: Path) -> None:
    """Pushed again it is left as it is; made again it takes the place of what the moment had; others stay."""
    first = run_folder(tmp_path / "a" / "2026-11-23", {"forecast": one_day()}, "Europe/Oslo")
    other = run_folder(tmp_path / "a" / "2026-11-24", {"forecast": one_day()}, as_of="2026-11-24")
    assert [one.is_new for one in push(url, first, other)] == [True, True]
    assert [one.is_new for one in push(url, first, other)] == [False, False]
    before = counts(url)
    assert (before["run"], before["forecast"], before["run_input"]) == (2, 4, 2)
    again = run_folder(
        first, {"forecast": one_day(offered=7.0)}, "Europe/Oslo", started="2026-11-23T04:15+00:00"
    )
    assert [one.is_new for one in push(url, again)] == [True]
    assert counts(url) == before
    with open_store(url, to_write=False) as store, store.reading() as connection:
        run, _ = stored_runs(connection, store.name, "Bergen")
        assert run.record(Forecast, run.timezone).offered.tolist() == [7.0, 7.0]


def test_the_query_of_the_page_gives_the_newest_forecast(url: str, tmp_path: Path) -> None:
    """docs/reference/store.md: of each interval what the last of a plan's runs expected."""
    page = (ROOT / "docs" / "reference" / "store.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    for day in (22, 23):
        offered = {"forecast": one_day(offered=float(day))}
        push(url, run_folder(tmp_path / str(day), offered, as_of=f"2026-11-{day}"), plan="Bergen nights")
    push(url, run_folder(tmp_path / "24", {"forecast": one_day()}, as_of="2026-11-24"), plan="another")
    with open_store(url, to_write=False) as store, store.reading() as connection:
        answer = connection.execute(sa.text(query)).all()
    assert [(row.queue, row.offered) for row in answer] == [("all", 23.0), ("all", 23.0)]


def test_plans_of_one_name_are_told_apart_or_said(url: str, tmp_path: Path) -> None:
    """A run that takes the place of another plan's is said; under a name of its own it stands beside it."""
    mine = run_folder(tmp_path / "mine", {"forecast": one_day()})
    theirs = {"options": {"plan": "/srv/other.toml", "as_of": None}}
    other = run_folder(tmp_path / "theirs", {"forecast": one_day()}, **theirs)
    push(url, mine)
    (replaced,) = push(url, other)
    assert "replaced the run of /srv/plan.toml" in str(replaced.note)
    (beside,) = push(url, mine, plan="mine")
    assert beside.note is None
    assert counts(url)["run"] == 2


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("forecast.csv", "interval_start,offered\n2026-11-23T08:00Z,many\n", "found 'many'"),
        ("run.json", "{}", "the trace of a run"),
        (
            "run.json",
            '{"as_of": "x", "options": {"plan": "p"}, "plan": {}, "patience_seconds": 1}',
            "the plan",
        ),
        ("summary.json", "{}", "the totals of a run"),
    ],
)
def test_a_damaged_run_stops_no_other(url: str, tmp_path: Path, file: str, text: str, told: str) -> None:
    """It is refused whole, with what is wrong in it."""
    damaged = run_folder(tmp_path / "1", {"forecast": one_day()}, as_of="2026-11-22")
    good = run_folder(tmp_path / "2", {"forecast": one_day()})
    (damaged / file).write_text(text, encoding="utf-8")
    first, second = push(url, damaged, good)
    assert told in str(first.refused)
    assert second.is_new
    assert counts(url)["run"] == 1


def test_a_run_that_began_before_the_calendar_is_stored(url: str, tmp_path: Path) -> None:
    """Year 1 of a clock ahead of UTC is no moment of UTC: when the run began is not known."""
    (pushed,) = push(url, run_folder(tmp_path / "run", {}, started="0001-01-01T00:00:00+05:00"))
    assert pushed.is_new


def test_a_record_that_a_run_lacks_is_said(url: str, tmp_path: Path) -> None:
    """Runs of an earlier version have fewer."""
    push(url, run_folder(tmp_path / "run", {}))
    with pytest.raises(InputError, match="a run with forecast"):
        restored(url, Forecast, tmp_path / "f.csv")


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE forecast SET interval_start = '2026-11-?5 08:00:00.000000'",
        "DELETE FROM forecast WHERE place = 0",
        "UPDATE run SET as_of = 'x'",
    ],
)
def test_a_damaged_store_is_named(harm: str, tmp_path: Path) -> None:
    """A time or a row that was not written so: an error of the store, not of this program."""
    url = f"sqlite:///{tmp_path}/plans.db"
    push(url, run_folder(tmp_path / "run", {"forecast": one_day()}))
    with sqlite3.connect(tmp_path / "plans.db") as connection:
        connection.execute(harm)
    connection.close()
    with pytest.raises(InputError, match="a store that is not damaged"):
        restored(url, Forecast, tmp_path / "forecast.csv")


def test_a_damaged_schema_is_named(tmp_path: Path) -> None:
    """Also where the message of SQLite is no text."""
    url, file = f"sqlite:///{tmp_path}/plans.db", tmp_path / "plans.db"
    push(url, run_folder(tmp_path / "run", {"forecast": one_day()}))
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE ", b"CREA\xff\xfe TABLE"))
    with pytest.raises(InputError, match=r"plans\.db: expected an answer"):
        restored(url, Forecast, tmp_path / "forecast.csv")
