"""Where the roster of a run goes on: the state that the run before it has left."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.errors import StaffingError
from staffing.plan.run.published import RunFolder, read_trace, run_folders
from staffing.timegrid import Zone

STATE = "state.csv"


def state_before(out: Path, centre: str, as_of: np.datetime64) -> Path | None:
    """The state of the newest run of that centre, under `out`, that is of an earlier moment and has one."""
    found = []
    for folder in run_folders(out):
        try:
            of = (trace := read_trace(RunFolder(folder))).centre
            if of is None or of.name != centre or not (folder / STATE).exists():
                continue
            moment = Zone(of.timezone).parse("run.json: as_of", trace.as_of)
        except (StaffingError, OSError, ValueError, OverflowError):
            continue
        if moment < as_of:
            found.append((moment, folder / STATE))
    return max(found)[1] if found else None
