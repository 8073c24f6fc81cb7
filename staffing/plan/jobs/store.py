"""A store by hand: runs brought in, its schema upgraded, what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from staffing.errors import UsageError
from staffing.plan.run.stored import no_runs, run_place, runs_there
from staffing.plan.run.unstored import Pushed, push_runs
from staffing.store.place import StorePlace


def store_place(text: str, plan_name: str | None = None) -> StorePlace:
    """The store that a URL or a plan file names; UsageError for anything else."""
    place = run_place(text)
    if not isinstance(place, StorePlace):
        hint = "give a database URL such as sqlite:///plans.db, or a PLAN.toml with a [store]"
        raise UsageError(f"'{text}' is not a store", hint=hint)
    return StorePlace(place.url, plan_name or place.plan)


def push(place: StorePlace, runs: Iterable[Path]) -> list[Pushed]:
    """Bring runs in; a folder that holds runs stands for all of them. InputError where one holds none."""
    return list(push_runs(place, [folder for out in runs for folder in runs_there(out)]))


def upgrade(place: StorePlace) -> tuple[str | None, str]:
    """Make or upgrade the schema; its version before (None: there was none) and now."""
    place.require_usable()
    from staffing.store.connect import open_store

    with open_store(place.url, to_write=True) as store:
        return store.upgrade()


def listed(place: StorePlace) -> list[dict[str, Any]]:
    """What the store holds: of each run its plan, moment and totals, and how many rows each record has.

    InputError where it holds none, or none of the plan that is named.
    """
    place.require_usable()
    from staffing.store.connect import open_store
    from staffing.store.read import run_totals

    with open_store(place.url, to_write=False) as store, store.reading() as connection:
        totals = run_totals(connection)
    found = [run for run in totals if place.plan in {None, run["plan"]}]
    if not found:
        raise no_runs(place, [run["plan"] for run in totals])
    return found
