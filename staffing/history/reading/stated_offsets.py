"""Offsets from UTC that a file's times state, beside those of the zone that they are read in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.tables.cells import TimeCells
from staffing.timegrid import Zone, offset_text

DAYS_OF_UTC = (
    "all times are UTC and no time zone is given, so days begin at midnight in UTC: name the centre's, such "
    "as --timezone Europe/Berlin"
)


def is_utc(cells: TimeCells) -> bool:
    """Whether every time states that it is UTC; systems write it so wherever their centres stand."""
    there = ~cells.empty
    return bool(there.any() and not cells.naive[there].any() and not cells.offset_minutes[there].any())


def contradiction(cells: TimeCells, real: Bools, zone_minutes: Ints, zone: Zone) -> Iterator[str]:
    """A note where times state another offset than the zone has then: their clocks are of another zone.

    `zone_minutes` are the offsets of the zone in the rows that are `real`. +00:00 and Z say nothing: systems
    write UTC wherever they stand.
    """
    stated = (~cells.naive & (cells.offset_minutes != 0))[real]
    if not stated.any():
        return
    offset, there = cells.offset_minutes[real][stated], zone_minutes[stated]
    other = offset != there
    if not other.any():
        return
    texts, clocks = (
        " and ".join(offset_text(minutes) for minutes in np.unique(minutes_of[other]).tolist())
        for minutes_of in (offset, there)
    )
    yield (
        f"times state the offset {texts}, but are read in {zone.name}, which has {clocks} then: days and "
        f"opening hours are those of {zone.name}; if the centre's clocks are those of the file, name their "
        "zone ([centre] timezone, --timezone)"
    )
