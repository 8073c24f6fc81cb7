"""Runs where a user says they are: directories, or a store of which a plan or a URL tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from staffing.errors import InputError, Problem, UsageError, did_you_mean
from staffing.plan.file.read import read_plan
from staffing.plan.run.published import RunFiles, RunFolder, run_folders
from staffing.store.place import StorePlace
from staffing.tables.database_url import is_database
from staffing.tables.environment import with_environment
from staffing.timegrid import Zone

if TYPE_CHECKING:
    from staffing.store.read import StoredRun

RunPlace = Path | StorePlace
SHOWN = 8  # folders that a hint names


def run_place(text: str, plan_name: str | None = None) -> RunPlace:
    """What a user calls the place of runs: a folder, a database URL, or a plan with a `[store]`."""
    if is_database(text) or "${" in text:
        return StorePlace(with_environment(text), plan_name)
    if Path(text).suffix != ".toml":
        if plan_name is not None:
            raise UsageError("--plan-name is for a store", hint="leave it out, or name a database URL")
        return Path(text)
    place = store_of_plan(Path(text))
    return place if plan_name is None else StorePlace(place.url, plan_name)


def store_of_plan(file: Path) -> StorePlace:
    """The store of a plan file; PlanError where it names none."""
    plan = read_plan(file)
    if plan.store is None:
        raise plan.wrong("store", "a [store] section", 'add [store] with url = "sqlite:///plans.db"')
    return plan.store


def runs_there(out: Path) -> list[Path]:
    """The good runs of a folder that a user names, oldest first; InputError where it holds none."""
    folders = run_folders(out)
    if not folders:
        raise InputError(Problem(str(out), "a folder with runs in it", _where_runs_are(out)))
    return folders


def _where_runs_are(out: Path) -> str:
    """The folders below that hold runs, as `plan` of many plans writes them, by name."""
    below = [path for path in sorted(out.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    holding = [str(path) for path in below if run_folders(path)]
    if not holding:
        return "name the folder that staffing plan writes its runs into"
    more = f" and {len(holding) - SHOWN} more" if len(holding) > SHOWN else ""
    return f"name one of the folders in it that hold runs: {', '.join(holding[:SHOWN])}{more}"


@contextmanager
def opened_runs(place: RunPlace) -> Iterator[list[RunFiles]]:
    """The runs of that place, oldest first: all good ones of a folder, those of one plan of a store."""
    if isinstance(place, Path):
        yield [RunFolder(folder) for folder in runs_there(place)]
        return
    with _stored_runs(place) as runs:
        yield list(runs)


@contextmanager
def opened_run(place: RunPlace, as_of: str | None) -> Iterator[RunFiles]:
    """The run in that directory; of a store that of the moment `as_of`, or the newest."""
    if isinstance(place, Path):
        if as_of is not None:
            raise UsageError("--as-of is for runs of a store", hint="name the run directory of that moment")
        yield RunFolder(place)
        return
    with _stored_runs(place) as runs:
        asked = [run for run in runs if as_of is None or _is_of(run, as_of)]
        if not asked:
            names = ", ".join(run.name for run in runs[-5:])
            raise InputError(Problem(str(place), f"a run of {as_of}", f"the newest are {names}"))
        yield asked[-1]


@contextmanager
def _stored_runs(place: StorePlace) -> Iterator[list[StoredRun]]:
    """The runs of the plan that is asked for, or of the only one in the store; oldest first."""
    place.require_usable()
    from staffing.store.connect import open_store
    from staffing.store.read import stored_runs

    with open_store(place.url, to_write=False) as store, store.reading() as connection:
        yield _of_one_plan(place, stored_runs(connection, store.name))


def _is_of(run: StoredRun, as_of: str) -> bool:
    return bool(Zone(run.timezone).parse("--as-of", as_of) == run.as_of)


def _of_one_plan(place: StorePlace, runs: list[StoredRun]) -> list[StoredRun]:
    plans = list(dict.fromkeys(run.plan for run in runs))
    if place.plan is None and len(plans) > 1:
        hint = f"choose one with --plan-name: {', '.join(plans)}"
        raise UsageError(f"{place} holds runs of {len(plans)} plans", hint=hint)
    chosen = [run for run in runs if place.plan in {None, run.plan}]
    if not chosen:
        raise no_runs(place, plans)
    return chosen


def no_runs(place: StorePlace, plans: Sequence[str]) -> InputError:
    """What is wrong where a store holds no run, or none of the plan that is named among those there."""
    if not plans:
        hint = "staffing store push brings runs in"
        return InputError(Problem(str(place), "a store with runs in it", hint))
    known = list(dict.fromkeys(plans))
    hint = f"{did_you_mean(place.plan or '', known)}plans there: {', '.join(known)}"
    return InputError(Problem(str(place), "runs of the plan", hint, value=place.plan))
