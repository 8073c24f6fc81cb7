"""A history to be staffed as it was: what `size` takes in place of a forecast, such as a typical week."""

from __future__ import annotations

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.grain import aggregate
from staffing.history.load import read_native
from staffing.history.source import Source
from staffing.history.unread import with_unread_said
from staffing.records.demand import Demand
from staffing.requirement.read import DemandFile
from staffing.wording import counted

MOST_MINUTES = 60  # of an interval that can be sized


def history_demand(source: Source, aht_seconds: float | None) -> DemandFile:
    """The contacts of a history, hours as hours; InputError where no handle time is there or given."""
    native, asked = read_native(source), source.reading.interval_minutes
    width = native.interval_minutes if asked < native.interval_minutes <= MOST_MINUTES else asked
    history = aggregate(native, width, source.name)
    history = with_unread_said(history, source, aht_seconds)
    aht = history.aht_seconds
    if aht_seconds is not None:
        aht = np.where(np.isfinite(aht), aht, aht_seconds)
    offered = np.nan_to_num(history.offered)
    missing = (offered > 0) & ~(aht > 0)
    if missing.any():
        expected = "a handle time where contacts are offered"
        hint = "give the average seconds that a contact takes: --aht 240"
        value = f"{counted(int(missing.sum()), 'interval')} without"
        raise InputError(Problem(source.name, expected, hint, None, "aht_seconds", value))
    demand = Demand(**history.same_rows(), offered=offered, aht_seconds=np.nan_to_num(aht))
    note = (
        f"{source.name}: the {width}-minute intervals of this history are sized as they came, not a forecast"
    )
    return DemandFile(demand, np.full(len(history), np.nan), {}, (*history.notes, note))
