"""`staffing init DIR --from EXPORT`: read the export, draw the plan, lay both down."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.errors import InputError, PlanError, Problem, UsageError
from staffing.history.grain import aggregate
from staffing.history.how_read import HowRead, how_read
from staffing.history.load import read_native
from staffing.history.source import Source, source_files
from staffing.plan.draft.findings import Findings, findings_of, interval_of
from staffing.plan.draft.text import DraftText
from staffing.plan.draft.zone import StatedZone, stated_zone
from staffing.plan.file.read import read_plan
from staffing.plan.need.handle_times import suspected
from staffing.records.history import History
from staffing.records.service_target import parse_target
from staffing.tables.database_url import file_of, is_database
from staffing.tables.source import STANDARD, write_text
from staffing.timegrid import Zone

PLAN = "plan.toml"
CALLS_INTERVAL = 30


@dataclass(frozen=True)
class DraftChoices:
    """What the command line adds to the export; None: not said."""

    timezone: str | None = None
    holidays: str | None = None
    target: str | None = None
    interval_minutes: int | None = None


@dataclass(frozen=True, eq=False)
class Drafted:
    """The files that were laid down, and what the planner should know."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...]
    doubt: str | None = None
    """Why the plan cannot run as it is."""


def draft_plan(folder: Path, export: Source, asked: DraftChoices) -> Drafted:
    """Read the export, draw its plan into `folder`, and put a copy of the export beside it.

    A pattern of files and a database are named where they are, for new data will come there.
    InputError where a file of that name exists, or the export does not tell what a plan needs.
    """
    kept = _Kept.of(folder, export)
    for target in kept.targets:
        if target.exists():
            hint = "name another folder; staffing init never overwrites"
            raise InputError(Problem(str(target), "no file of that name yet", hint))
    zone = stated_zone(export) if asked.timezone is None else _given(asked.timezone)
    threshold = parse_target(asked.target or "80/20").seconds
    export = replace(export, reading=replace(export.reading, threshold_seconds=threshold))
    source = export.at(zone.name, asked.interval_minutes or CALLS_INTERVAL)
    native = read_native(source)
    width, why = interval_of(native, asked.interval_minutes, _is_calls(native), source.name)
    history = aggregate(native, width, source.name)
    if not np.nansum(history.offered) > 0:
        hint = "check the columns that are read: staffing read says them"
        raise InputError(Problem(source.name, "contacts to plan for; none were offered", hint))
    draft = DraftText(
        name=folder.resolve().name,
        zone=zone.name,
        zone_why=zone.why,
        source=str(kept.original),
        source_why=kept.why,
        export=export,
        how=how_read(source_files(source.path)[0], source, native),
        found=findings_of(native, history, why),
        holidays=asked.holidays,
        target=asked.target,
    )
    draft = _read_alike(draft, native)
    _write(kept, replace(draft, source=kept.named))
    suspect = suspected(history)
    doubt = None if suspect is None else f"expected {suspect.expected}. Hint: {suspect.hint()}"
    return Drafted(kept.targets, (*native.notes, *_said(draft.found, zone)), doubt)


@dataclass(frozen=True)
class _Kept:
    """Where the plan and the export lie: the folder, what the plan calls the export, a copy or None."""

    folder: Path
    original: str
    named: str
    copy_to: Path | None
    why: str

    @classmethod
    def of(cls, folder: Path, export: Source) -> _Kept:
        path = export.path
        if path == STANDARD:
            raise UsageError("--from -: a plan needs a file that is there tomorrow", hint="name a file")
        if path.endswith(".toml"):
            raise UsageError(f"--from {path}: that is a plan already", hint="run staffing plan on it")
        if is_database(path):
            file = file_of(path)
            whole = path if file is None else path.removesuffix(file) + str(Path(file).resolve())
            return cls(folder, whole, whole, None, "read anew by each run")
        files = source_files(path)
        if files != [path]:
            whole = str(Path(path).absolute())
            return cls(folder, whole, whole, None, "every file of this pattern; new exports belong there")
        original = Path(path).resolve()
        copy = folder / original.name
        if copy.exists() and original == copy.resolve():
            return cls(folder, str(original), original.name, None, "the export, where it was")
        why = "a copy of the export; put the next one in its place, or name a pattern of files"
        return cls(folder, str(original), original.name, copy, why)

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files to be laid down."""
        return (self.folder / PLAN, *([self.copy_to] if self.copy_to is not None else []))


def _given(name: str) -> StatedZone:
    return StatedZone(Zone(name).name, "as given by --timezone")


def _is_calls(native: History) -> bool:
    return bool(native.histograms)


def _read_alike(draft: DraftText, native: History) -> DraftText:
    """The draft with the mapping written out, if the plan then reads the same; without it else.

    A known format without a mapping is read by the same reader, and need not be tried.
    """
    if not draft.how.mapping and draft.how.dates is None:
        return draft
    bare = replace(draft, how=HowRead(draft.export.format_name, (), draft.how.dates, draft.how.encoding))
    for one in (draft, replace(bare, how=replace(bare.how, format_name=draft.how.format_name)), bare):
        if _reads(one, native):
            return one
    return bare


def _reads(draft: DraftText, native: History) -> bool:
    """Whether a plan of that text reads the history that was read without it."""
    with tempfile.TemporaryDirectory() as folder:
        plan_file = Path(folder) / PLAN
        plan_file.write_text(draft.plan(), encoding="utf-8")
        try:
            again = read_native(read_plan(plan_file).history_source)
        except InputError:  # of a file that is gone: the plan itself is read where it is written
            return False
    return (
        len(again) == len(native)
        and again.queues == native.queues
        and np.array_equal(again.interval_start, native.interval_start)
        and np.array_equal(again.offered, native.offered, equal_nan=True)
        and np.allclose(again.aht_seconds, native.aht_seconds, equal_nan=True)
    )


def _write(kept: _Kept, draft: DraftText) -> None:
    """Copy first, plan last; a plan that could not be written leaves no copy behind."""
    try:
        kept.folder.mkdir(parents=True, exist_ok=True)
        if kept.copy_to is not None:
            shutil.copyfile(kept.original, kept.copy_to)
    except OSError as fault:
        hint = "name a folder that can be made"
        raise InputError(Problem(str(kept.folder), f"a folder ({fault.strerror})", hint)) from None
    try:
        with write_text(kept.folder / PLAN) as stream:
            stream.write(draft.plan())
        read_plan(kept.folder / PLAN)
    except (InputError, PlanError):
        if kept.copy_to is not None:
            kept.copy_to.unlink(missing_ok=True)
        raise


def _said(found: Findings, zone: StatedZone) -> Iterator[str]:
    """What the planner should look at first."""
    yield f"time zone {zone.name}: {zone.why}"
    yield f"opening hours: {found.hours_why}"
    for name, figure in (("handle time", found.aht), ("patience", found.patience)):
        if figure.guessed:
            yield f"{name} {figure.value:g} s: {figure.why}"
