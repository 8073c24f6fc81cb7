"""Run directories to store, made without a search: a trace, totals, and whatever records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from staffing.plan.run.unstored import Pushed, push_runs
from staffing.records.columns import Columns
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.schedule import Summary
from staffing.store.connect import open_store
from staffing.store.place import StorePlace
from staffing.store.schema import METADATA
from staffing.tables.json_file import write_json
from staffing.tables.records import write_record

SUMMARY = Summary(
    paid_hours=40.0,
    objective_hours=41.0,
    lower_bound_hours=40.5,
    gap=0.01,
    service_level=None,
    offered=100.0,
    intervals=3,
    under_agent_intervals=0,
    under_agent_hours=0.0,
    over_agent_hours=1.5,
    shifts=5,
    distinct_shifts=2,
    solver="highs",
    solve_seconds=0.1,
)


def run_folder(folder: Path, records: Mapping[str, Columns], timezone: str = "UTC", **trace: Any) -> Path:
    """A run directory of these records, of 2026-11-23 in that zone unless `trace` says otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    minutes = {getattr(record, "interval_minutes", None) for record in records.values()} - {None}
    centre = {"name": "Bergen", "timezone": timezone, "interval_minutes": minutes.pop() if minutes else 30}
    given = {
        "as_of": "2026-11-23",
        "options": {"plan": "/srv/plan.toml", "as_of": None},
        "plan": {"centre": centre},
        "inputs": [{"path": "history.csv", "bytes": 12, "sha256": "ab"}],
        "patience_seconds": None,
        **trace,
    }
    (folder / "run.json").write_text(json.dumps(given), encoding="utf-8")
    write_json(folder / "summary.json", SUMMARY)
    for name, record in records.items():
        write_record(folder / f"{name}.csv", record)
    return folder


def push(url: str, *folders: Path, plan: str | None = None) -> list[Pushed]:
    """What came of bringing these runs in, in their order."""
    return list(push_runs(StorePlace(url, plan), folders))


def one_day(offset_minutes: int = 60, offered: float = 5.0) -> Forecast:
    """Two half-hours of Bergen."""
    ones = {name: np.full(2, offered) for name in ("offered", "offered_p10", "offered_p90", "aht_seconds")}
    return Forecast(
        interval_start=np.array(["2026-11-23T08:00", "2026-11-23T08:30"], dtype="datetime64[s]"),
        utc_offset_minutes=np.full(2, offset_minutes),
        queue=np.zeros(2, dtype=np.int64),
        queues=("all",),
        interval_minutes=30,
        timezone="Europe/Oslo",
        **ones,
    )


def covered() -> Coverage:
    """Its coverage."""
    day = one_day()
    heads = {name: np.ones(2) for name in ("required", "scheduled", "on_break", "service_level")}
    return Coverage(**day.same_rows(), **heads)


def counts(url: str) -> dict[str, int]:
    """How many rows each table of a store has."""
    with open_store(url, to_write=False) as store, store.reading() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }
