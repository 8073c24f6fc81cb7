"""A share of the queues read alone: its rows and what is forecast from them are those among all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.history.load import read_source
from staffing.history.source import Source
from staffing.records.history import History
from staffing.records.queue_counts import QueueCounts
from staffing.shard import Shard
from staffing.tables.records import write_record

QUEUES, DAYS, SLOTS = 12, 21, 48
NAMES = tuple(f"queue {index}" for index in range(QUEUES - 1))
TOTAL = "everybody there"  # says nothing of a sum: the counts must


def history(*, by_time: bool) -> History:
    """Queues that begin, end and pause on days of their own, with blank counts, and one that is their sum."""
    rng = np.random.default_rng(3)
    start = np.datetime64("2026-02-16", "s") + np.arange(DAYS * SLOTS) * np.timedelta64(30, "m")
    offered = rng.poisson(np.geomspace(2.0, 60.0, QUEUES - 1)[:, None], (QUEUES - 1, len(start))).astype(
        float
    )
    there = rng.random(offered.shape) > 0.1
    there[0, : 3 * SLOTS] = there[1, -2 * SLOTS :] = False
    there[:, 9 * SLOTS : 10 * SLOTS] = False
    there[:4, 12 * SLOTS : 13 * SLOTS] = False
    offered = np.concatenate([offered, (offered * there).sum(axis=0, keepdims=True)])
    there = np.concatenate([there, there.any(axis=0, keepdims=True)])
    offered[:-1][rng.random(offered[:-1].shape) < 0.001] = np.nan
    queue, place = (part[there] for part in np.indices(offered.shape))
    order = np.argsort(place, kind="stable") if by_time else np.arange(len(place))
    whole = History(
        interval_start=start[place],
        utc_offset_minutes=np.zeros(len(place), dtype=np.int64),
        queue=queue,
        queues=(*NAMES, TOTAL),
        interval_minutes=30,
        timezone="UTC",
        offered=offered[there],
        aht_seconds=rng.uniform(100.0, 300.0, len(place)),
    )
    return whole.rows(order)


@pytest.fixture(scope="module", params=["by queue", "by time", "two files"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Files of them, written queue by queue, time by time, or half in each of two files."""
    folder = tmp_path_factory.mktemp("history")
    whole = history(by_time=request.param != "by queue")
    middle = np.datetime64("2026-02-27", "s") if request.param == "two files" else whole.interval_start.min()
    for name, part in (("a", whole.interval_start < middle), ("b", whole.interval_start >= middle)):
        if part.any():
            write_record(folder / f"{name}.csv", whole.rows(part))
    return Source(str(folder / "*.csv")).at("UTC", 30)


def of_queues(history: History, shard: Shard) -> History:
    """The rows of the share's queues."""
    held = np.array([shard.holds(name) for name in history.queues])
    return history.rows(held[history.queue])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_share_read_alone_is_forecast_as_among_all(source: Source, number: int) -> None:
    """To the last bit, from the same moment; sums of queues of other shares are known for what they are."""
    shard = Shard(number, 3)
    whole, alone = read_source(source), read_source(source.of_shard(shard))
    assert TOTAL not in whole.queues
    assert alone.queues == whole.queues
    assert alone.notes == whole.notes
    one, other = of_queues(whole, shard), of_queues(alone, shard)
    assert len(one)
    for name, column in one.columns().items():
        assert np.array_equal(column, other.columns()[name], equal_nan=column.dtype.kind == "f"), name
    options = ForecastOptions(days=9, shard=shard)
    made = [make_forecast(past, options) for past in (whole, alone)]
    assert made[0].as_of == made[1].as_of
    told = [[report.as_dict() for report in each.reports] for each in made]
    assert told[0] == told[1]
    columns = [each.forecast.columns() for each in made]
    assert all(columns[0][name].tobytes() == columns[1][name].tobytes() for name in columns[0])


def test_few_rows_of_other_shares_are_kept(source: Source) -> None:
    """Of each queue one, and two of each time at most, in each file."""
    shard = Shard(2, 3)
    alone = read_source(source.of_shard(shard))
    others = len(alone) - len(of_queues(alone, shard))
    assert others <= 2 * (QUEUES + DAYS * SLOTS)
    assert others < (len(read_source(source)) - len(of_queues(alone, shard))) / 3


def test_totals_are_looked_for_in_a_share_as_in_the_whole(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are too many cells for it, they are queues like any other for both."""
    for module in ("history.rollups", "history.all_counts", "history.reading.shard_rows"):
        monkeypatch.setattr(f"staffing.{module}.MOST_CELLS", QUEUES * DAYS * SLOTS // 2)
    whole, alone = read_source(source), read_source(source.of_shard(Shard(1, 3)))
    assert TOTAL in whole.queues
    assert alone.queues == whole.queues


def test_sums_of_the_days_of_all_queues_are_told_in_a_share_too(tmp_path: Path) -> None:
    """A queue with rows at midnight alone is read beside all others, whose sums it may hold."""
    whole = history(by_time=False).rows(np.isfinite(history(by_time=False).offered))
    day = whole.interval_start.astype("datetime64[D]")
    days, of_day = np.unique(day, return_inverse=True)
    sums = np.bincount(of_day, whole.offered)
    count = len(days)
    totals = History(
        interval_start=days.astype("datetime64[s]"),
        utc_offset_minutes=np.zeros(count, dtype=np.int64),
        queue=np.zeros(count, dtype=np.int64),
        queues=("days",),
        interval_minutes=30,
        timezone="UTC",
        offered=sums,
        aht_seconds=np.full(count, 200.0),
    )
    write_record(tmp_path / "history.csv", History.joined([whole, totals]))
    source = Source(str(tmp_path / "history.csv")).at("UTC", 30)
    shard = next(shard for shard in (Shard(number, 3) for number in (1, 2, 3)) if shard.holds("days"))
    assert "days" not in read_source(source).queues
    assert "days" not in read_source(source.of_shard(shard)).queues


def test_a_bad_row_of_another_share_is_refused_by_all(source: Source, tmp_path: Path) -> None:
    """With the same words: the file is wrong, whoever reads it."""
    file = tmp_path / "history.csv"
    write_record(file, history(by_time=True))
    lines = file.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("offered")
    for at in (5, 6000):
        cells = lines[at].split(",")
        lines[at] = ",".join([*cells[:place], "many", *cells[place + 1 :]])
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = []
    for shard in (None, Shard(1, 3), Shard(2, 3), Shard(3, 3)):
        with pytest.raises(InputError, match="column offered: found 'many'") as error:
            read_source(replace(source, path=str(file)).of_shard(shard))
        said.append(str(error.value))
    assert set(said) == {said[0]}


def test_marks_between_thousands_are_settled_in_the_rows_that_are_kept(tmp_path: Path) -> None:
    """They are told by the whole column, the rows of other shares among it."""
    lines = ["interval_start,queue,offered,aht_seconds"]
    for minute in range(0, 1440, 30):
        time = f"2026-02-02T{minute // 60:02d}:{minute % 60:02d}"
        lines += [f'{time},{name},"1.{minute:03d}","2{minute // 30},5"' for name in NAMES if minute < 1000]
    file = tmp_path / "history.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = Source(str(file)).at("UTC", 30)
    shard = Shard(1, 3)
    one, other = (of_queues(read_source(each), shard) for each in (source, source.of_shard(shard)))
    assert one.offered.tolist() == other.offered.tolist()
    assert len(one)


def test_queues_that_are_added_up_are_read_whole(source: Source) -> None:
    """A share of them would be no sum."""
    merged = replace(source, merge_queues=True)
    assert merged.of_shard(Shard(1, 3)) == merged


def test_counts_that_are_too_many_have_no_rows() -> None:
    """Their queues are known all the same."""
    from staffing.history.all_counts import AllCounts

    gathered = AllCounts()
    nothing = np.zeros(0, dtype=np.int64)
    gathered.add(QueueCounts(("a", "b"), (7,), np.array([0, 1]), np.array([0, 0]), {"offered": np.ones(2)}))
    assert gathered.of_all_files().queue.tolist() == [0, 1]
    gathered.add(QueueCounts(("b", "c"), (7, 9), nothing, nothing, {}, are_too_many=True))
    found = gathered.of_all_files()
    assert (found.queues, len(found.queue), found.are_too_many) == (("a", "b", "c"), 0, True)
