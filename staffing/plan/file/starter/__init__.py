"""The starter plan that `staffing init` lays down.

`history.csv` is the last eight weeks of `data/bank-2003/history.csv`; its provenance stands there.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.tables.source import write_text

STARTER_FILES = ("plan.toml", "history.csv")


def make_starter(folder: Path) -> list[Path]:
    """Write the starter files into `folder`; InputError if one is already there, nothing written then."""
    targets = [folder / name for name in STARTER_FILES]
    for target in targets:
        if target.exists():
            hint = "name another folder; staffing init never overwrites"
            raise InputError(Problem(str(target), "no file of that name yet", hint))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        hint = "name a folder that can be made"
        raise InputError(Problem(str(folder), f"a folder ({fault.strerror})", hint)) from None
    for target in targets:
        with write_text(target) as stream:
            stream.write((files(__name__) / target.name).read_text(encoding="utf-8"))
    return targets
