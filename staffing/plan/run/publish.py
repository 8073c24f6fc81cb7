"""The output folder: one lock, and runs that a reader sees whole or not at all.

    OUT/.lock                 held while a run writes; freed by the system when its process dies
    OUT/.runs/<as-of>.<id>/   the runs themselves; hidden while partial (.partial-<id>)
    OUT/<as-of>               link to the good run of that moment
    OUT/latest                link to the <as-of> published last

A run is written under a partial name, flushed to disk, renamed, and only then linked; each step is one
atomic rename. A crash, a kill or a full disk at any point leaves the links as they were. What a dead run
left behind is removed by the next one, and so is a run that a rerun of its moment has replaced: until then
whoever is reading it can go on.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from staffing.errors import InputError, LockedError, Problem

LATEST = "latest"
_RUNS = ".runs"
_PARTIAL = ".partial-"


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder's lock; LockedError naming the holder if another run has it."""
    from filelock import FileLock, Timeout

    lock_file = out / ".lock"
    holder_file = out / ".lock.holder"
    with _disk_faults(out):
        (out / _RUNS).mkdir(parents=True, exist_ok=True)
    lock = FileLock(lock_file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        hint = "wait for it to end, or use another --out"
        raise LockedError(f"{out}: another run holds the lock{_holder(holder_file)}", hint=hint) from None
    try:
        with _disk_faults(out):
            holder_file.write_text(f"process {os.getpid()}\n", encoding="utf-8")
        _sweep(out)
        yield
    finally:
        with suppress(OSError):
            holder_file.unlink(missing_ok=True)
        lock.release()


@contextmanager
def publishing(out: Path, as_of: str) -> Iterator[Path]:
    """A folder to write a run into; published as `out/<as_of>` and `out/latest` when the block ends well.

    Call inside `locked(out)`.
    """
    unique = f"{time.time_ns():x}"
    partial = out / _RUNS / f"{_PARTIAL}{unique}"
    final = out / _RUNS / f"{as_of}.{unique}"
    try:
        with _disk_faults(out):
            partial.mkdir()
            yield partial
            _flush(partial)
            partial.rename(final)
            _sync_folder(final.parent)
            _link(out / as_of, f"{_RUNS}/{final.name}")
            _link(out / LATEST, as_of)
            _sync_folder(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _holder(file: Path) -> str:
    """Who holds the lock, in brackets; nothing if it has not said."""
    with suppress(OSError):
        return f" ({file.read_text(encoding='utf-8').strip()})"
    return ""


def _link(link: Path, target: str) -> None:
    """Point `link` at `target` in one step, whether it exists or not."""
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target, target_is_directory=True)
    os.replace(temporary, link)


def _target(link: Path) -> Path | None:
    return link.resolve() if link.is_symlink() and link.exists() else None


def _sweep(out: Path) -> None:
    """Remove what runs that died left behind: every run folder that no link points at."""
    linked = {_target(path) for path in out.iterdir()}
    for folder in (out / _RUNS).iterdir():
        if folder.resolve() not in linked:
            shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder; NTFS journals renames itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk_faults(out: Path) -> Iterator[None]:
    """Turn a full or read-only disk into an error the user can act on."""
    try:
        yield
    except OSError as fault:
        where = fault.filename or str(out)
        hint = "free space or choose another --out; the last good run is untouched"
        problem = Problem(str(where), f"a place to write ({fault.strerror or fault})", hint)
        raise InputError(problem) from None
