"""Folders that handouts are written into: whether they can be is known before any work is done."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

from staffing.errors import InputError, Problem


def require_folder(target: str, what: str) -> Path:
    """The folder, made if need be; InputError where nothing can be written into it."""
    folder = Path(target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _try(folder)
    except OSError as fault:
        hint = "name a folder that can be made and written into"
        raise InputError(Problem(target, f"a folder for {what} ({fault.strerror})", hint)) from None
    return folder


def require_place(target: str) -> None:
    """InputError where no file of this name can be written."""
    path = Path(target).resolve()
    if path.is_dir():
        raise InputError(Problem(target, "a file, and it is a folder", "name a file in it"))
    try:
        _try(path.parent)
    except OSError as fault:
        hint = "check its folder and the rights to it"
        raise InputError(Problem(target, f"a writable place ({fault.strerror})", hint)) from None


def _try(folder: Path) -> None:
    """OSError where no file can be made there; leaves none."""
    with TemporaryFile(dir=folder):
        pass
