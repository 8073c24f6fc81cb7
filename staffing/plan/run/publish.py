"""The output folder: one lock, and runs that a reader sees whole or not at all.

    OUT/.lock                 held while a run writes; freed by the system when its process dies
    OUT/.runs/<as-of>.<id>/   the runs themselves; hidden while partial (.partial-<id>)
    OUT/<as-of>               link to the good run of that moment
    OUT/latest                link to the newest good <as-of>

A run is written under a partial name, flushed to disk, renamed, and only then linked; each step is one
atomic rename. A crash, a kill or a full disk at any point leaves the links as they were. What a dead run
left behind is removed by the next one, and so is a run that a rerun of its moment has replaced: until then
whoever is reading it can go on. Only what bears a name of ours is ever removed, and nothing through a link.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from staffing.errors import InputError, LockedError, Problem

LATEST = "latest"
_RUNS = ".runs"
_PARTIAL = ".partial-"
_AS_OF = r"\d{4}-\d\d-\d\d(?:T\d{4,6})?"
_OURS = re.compile(rf"(?:{re.escape(_PARTIAL)}|{_AS_OF}\.)[0-9a-f]{{8,}}")
_NEW_LINK = re.compile(rf"\.(?:{LATEST}|{_AS_OF})\.new")


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder's lock; LockedError naming the holder if another run has it."""
    from filelock import FileLock, Timeout

    holder_file = out / ".lock.holder"
    lock = FileLock(out / ".lock")
    with disk_faults(out):
        (out / _RUNS).mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:  # which is an OSError, too
            hint = "wait for it to end, or use another --out"
            raise LockedError(f"{out}: another run holds the lock{_holder(holder_file)}", hint=hint) from None
    try:
        with disk_faults(out):
            _write_holder(holder_file)
            _sweep(out)
        yield
    finally:
        with suppress(OSError):
            holder_file.unlink(missing_ok=True)
        lock.release()


@contextmanager
def publishing(out: Path, as_of: str, *, is_latest: bool = True) -> Iterator[Path]:
    """A folder to write a run into, published as `out/<as_of>` when the block ends well.

    `is_latest`: as `out/latest` too; else that stays where it is.
    Call inside `locked(out)`. InputError, before anything is written, where something else has that name.
    """
    for link in (out / as_of, out / LATEST):
        if link.exists() and not link.is_symlink():
            hint = "it is not a run of staffing: move it away, or choose another --out"
            raise InputError(Problem(str(link), "a free name for the link to the run", hint))
    unique = os.urandom(8).hex()  # not of the clock: one that stands still, or is set back, names a run twice
    partial = out / _RUNS / f"{_PARTIAL}{unique}"
    final = out / _RUNS / f"{as_of}.{unique}"
    try:
        with disk_faults(out):
            partial.mkdir()
            yield partial
            _flush(partial)
            partial.rename(final)
            _sync_folder(final.parent)
            _link(out / as_of, f"{_RUNS}/{final.name}")
            if is_latest:
                _link(out / LATEST, as_of)
            _sync_folder(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def prune(out: Path, keep: int | None, spared: Collection[str] = ()) -> None:
    """Remove the runs of the oldest moments, so that `keep` are left (None: all of them).

    Never the run that `latest` points at, nor those of the names `spared`, nor anything but links of ours to
    run folders of ours; call inside `locked(out)`, after a good run. A run that cannot be removed is left to
    the next.
    """
    if keep is None or (out / _RUNS).is_symlink():
        return
    latest = _target(out / LATEST)
    for link in sorted(filter(_is_run, out.iterdir()))[:-keep]:
        folder = _target(link)
        if folder is not None and folder != latest and link.name not in spared:
            link.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)


def _is_run(link: Path) -> bool:
    """Whether it is a link of ours, `2026-11-23 → .runs/2026-11-23.18ecc…`, to a run."""
    if not re.fullmatch(_AS_OF, link.name) or not link.is_symlink():
        return False
    target = Path(os.readlink(link))
    return (
        target.parent == Path(_RUNS)
        and _OURS.fullmatch(target.name) is not None
        and target.name.startswith(f"{link.name}.")
        and (link / "run.json").is_file()
    )


def _holder(file: Path) -> str:
    """Who holds the lock, in brackets; nothing if it has not said."""
    with suppress(OSError):
        return f" ({file.read_text(encoding='utf-8').strip()})"
    return ""


def _write_holder(file: Path) -> None:
    """Say who holds the lock, in a file of our own: a link in its place is removed, never followed."""
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"process {os.getpid()}\n")


def _link(link: Path, target: str) -> None:
    """Point `link` at `target` in one step, whether it exists or not."""
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target, target_is_directory=True)
    try:
        os.replace(temporary, link)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _target(link: Path) -> Path | None:
    return link.resolve() if link.is_symlink() and link.exists() else None


def _sweep(out: Path) -> None:
    """Remove what runs that died left behind: folders and links of ours that no link of a run points at."""
    runs = out / _RUNS
    if runs.is_symlink():
        return
    for path in out.iterdir():
        if path.is_symlink() and _NEW_LINK.fullmatch(path.name):
            path.unlink(missing_ok=True)
    linked = {_target(path) for path in out.iterdir()}
    for folder in runs.iterdir():
        if _OURS.fullmatch(folder.name) and not folder.is_symlink() and folder.resolve() not in linked:
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
def disk_faults(out: Path) -> Iterator[None]:
    """Turn a disk that is full, read-only or gone into an error the user can act on."""
    try:
        yield
    except OSError as fault:
        where = fault.filename or str(out)
        kept = "; the last good run is untouched" if (out / LATEST).exists() else ""
        problem = Problem(
            str(where),
            f"a place to write ({fault.strerror or fault})",
            f"check that it is there, may be written to and has space, or choose another --out{kept}",
        )
        raise InputError(problem) from None
