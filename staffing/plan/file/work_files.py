"""What the files of `[[work]]` hold: contacts as in a history, and what is open when a plan begins."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Times
from staffing.history.source import Source
from staffing.plan.file.schema.demand import Centre
from staffing.plan.file.schema.work import WorkChoice
from staffing.records.history import History
from staffing.tables.columns import BACKLOG
from staffing.tables.read import read_csv
from staffing.timegrid import Zone


class Backlog(NamedTuple):
    """Work that is open, row by row: when it came in and is due (UTC; NaT: not told), and how much it is."""

    arrived: Times
    due: Times
    contacts: Floats
    aht_seconds: Floats


class WorkFiles(NamedTuple):
    """What the files of one kind of work hold; None: it names none."""

    arrivals: History | None
    backlog: Backlog | None


def read_work_files(work: WorkChoice, folder: Path, centre: Centre) -> WorkFiles:
    """The files that the plan names for a kind of work; InputError names all that is wrong in one."""
    from staffing.history.load import read_for_forecast  # its own imports are many

    arrivals = None
    if work.source is not None:
        source = Source(str(folder / work.source), merge_queues=True)
        arrivals = read_for_forecast(source.at(centre.timezone, centre.interval_minutes))
    backlog = None if work.backlog is None else read_backlog(folder / work.backlog, Zone(centre.timezone))
    return WorkFiles(arrivals, backlog)


def read_backlog(path: Path, zone: Zone) -> Backlog:
    """What is open at the start: each row says when it came in, or when it is due."""
    table = read_csv(path, BACKLOG, may_be_empty=True).in_zone(zone.name)
    together = np.zeros(len(table), dtype=np.int64)
    arrived, due = table.some_moments("arrived", together), table.some_moments("due", together)
    for row in np.flatnonzero(np.isnat(arrived) & np.isnat(due)).tolist():
        line = int(table.line_numbers[row])
        if not table.problems.is_told(line, "arrived", "due"):
            hint = "write when the contact came in, or by when it is to be done"
            table.problems.add(line, "due", "", "a time here, or under arrived", hint)
    late = due < arrived
    for row in np.flatnonzero(late).tolist():
        hint = "correct one of the two"
        table.problems.add(int(table.line_numbers[row]), "due", str(due[row]), "a time after arrived", hint)
    table.problems.raise_if_any()
    return Backlog(arrived, due, table.number("contacts"), table.number("aht_seconds"))
