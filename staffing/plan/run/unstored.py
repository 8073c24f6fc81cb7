"""Published runs that their plan's store lacks: noted on disk, so that none is forgotten, and brought in.

    OUT/.unstored/<as-of>     an empty file from before the run is published until the store has it

A run is good once it is published; a store that cannot be reached, or a kill on the way there, takes nothing
from it. The next run, or `staffing store push`, brings in what is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from staffing.errors import InputError
from staffing.plan.run.publish import disk_faults
from staffing.plan.run.published import read_trace
from staffing.store.place import StorePlace

_UNSTORED = ".unstored"


@dataclass(frozen=True)
class Pushed:
    """What came of bringing a run into a store.

    `is_new`: it was not there before, as it is. `other_plan` is the file of another plan whose run of the
    same name and moment it replaced; `refused` says why it was not taken.
    """

    folder: Path
    is_new: bool = False
    other_plan: str | None = None
    refused: InputError | None = None

    @property
    def note(self) -> str | None:
        """What a planner must know of a run that was taken: another one is gone."""
        if self.other_plan is None:
            return None
        return f"store: replaced the run of {self.other_plan}; give each plan a [store] name of its own"


def note_unstored(out: Path, name: str, place: StorePlace | None) -> None:
    """Note that a run which is about to be published is to be stored, where there is a store.

    InputError where the disk refuses the note.
    """
    if place is not None:
        with disk_faults(out):
            (out / _UNSTORED).mkdir(exist_ok=True)
            (out / _UNSTORED / name).touch()


def unstored(out: Path, place: StorePlace | None) -> list[str]:
    """The names of the runs under `out` that are still to be stored, oldest first; none without a store."""
    notes = out / _UNSTORED
    return sorted(note.name for note in notes.iterdir()) if place is not None and notes.is_dir() else []


def store_noted(out: Path, place: StorePlace | None) -> tuple[str, ...]:
    """Bring in the runs that are noted under `out`, and say in alerts what went wrong.

    A run that could not be stored stays noted; one that took the place of another plan's is stored.
    """
    if place is None:
        return ()
    noted = unstored(out, place)
    there = [out / name for name in noted if (out / name / "run.json").exists()]
    later = f"the run stands in {out}; the next one, or staffing store push, brings in what the store lacks"
    try:
        pushed = list(push_runs(place, there))
    except InputError as error:
        return f"not stored: {error}", later
    refused = {one.folder.name: one.refused for one in pushed if one.refused is not None}
    with suppress(OSError):  # a note too many is a look too many, no more
        for name in noted:
            if name not in refused:
                (out / _UNSTORED / name).unlink(missing_ok=True)
    replaced = tuple(one.note for one in pushed if one.note)
    alerts = tuple(f"not stored: {reason}" for reason in refused.values())
    return (*replaced, *alerts, later) if alerts else replaced


def push_runs(place: StorePlace, folders: Iterable[Path]) -> Iterator[Pushed]:
    """Write runs into the store, each in a transaction of its own; one that is damaged stops no other.

    InputError where the store itself cannot be written.
    """
    place.require_usable()
    from staffing.store.connect import open_store
    from staffing.store.write import write_run

    with open_store(place.url, to_write=True) as store:
        store.require_writable()
        for folder in folders:
            run = folder.resolve()  # a link may be set to another run meanwhile
            try:
                written = write_run(store, run, read_trace(run), place.plan)
            except InputError as error:
                yield Pushed(folder, refused=error)
            else:
                yield Pushed(folder, written.is_new, written.other_plan)
