"""From a file's columns to a history: moments, averages, queues, and the checks that all formats share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.history.grain import AVERAGE_WEIGHTS, add_up, refuse_doubles
from staffing.history.reading.choices import Reading
from staffing.history.reading.day_totals import day_totals
from staffing.history.reading.native_grain import native_interval_minutes
from staffing.history.reading.stated_offsets import DAYS_OF_UTC, contradiction, is_utc
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.tables.table import Table
from staffing.timegrid import MINUTES_PER_MONTH, to_local
from staffing.wording import counted

MOST = 1e6  # contacts or seconds in one interval: more is a fault of the file, not a busy day
_DAY = 86400
_PARTS = ("talk_seconds", "hold_seconds", "wrap_seconds")


def averaged(words: Mapping[str, Floats], totals: Collection[str]) -> dict[str, Floats]:
    """The words with totals divided by the contacts they belong to, and the handle time from its parts.

    The average of no contacts is unknown, whatever the cell says: exports write 0 there.
    """
    columns = dict(words)
    for word in columns.keys() & AVERAGE_WEIGHTS.keys():
        weight = columns.get(AVERAGE_WEIGHTS[word], columns["offered"])
        none = ~(weight > 0) & np.isfinite(weight)
        amount = columns[word] / np.where(weight > 0, weight, 1.0) if word in totals else columns[word]
        unknown = none if word not in totals else ~(weight > 0)
        columns[word] = np.where(unknown, np.nan, amount)
    if "aht_seconds" not in columns and "talk_seconds" in columns:
        columns["aht_seconds"] = np.sum([columns[part] for part in _PARTS if part in columns], axis=0)
    return columns


def history_of(
    table: Table,
    words: Mapping[str, Floats],
    reading: Reading,
    *,
    split: Sequence[str] | None = None,
    sums: Bools | None = None,
    ends: bool = False,
    months: bool = False,
    notes: Sequence[str] = (),
    left_out: int = 0,
) -> History:
    """The rows of `table`, its columns `interval_start` and `queue` among them, as a history.

    Rows of one queue and interval that differ in `split` are added up; `sums`: rows known to be the sum of
    their day; `ends`: times are interval ends; `months`: rows are whole months. `left_out`: rows of the file
    that are not in the table.
    Raises InputError naming every bad cell found so far.
    """
    queue, queues = table.codes("queue", ALL_QUEUES)
    moved = _midnights_of_their_day(table, queue, sums) if ends else 0
    said = _midnights_said(moved)
    # Exports that pad every day to 48 half-hours have rows for the hour that clocks skip.
    padding = ~(words["offered"] > 0)
    utc, _ = table.in_zone(reading.timezone).moments("interval_start", queue, ignorable=padding)
    refuse_implausible(table, words)
    table.problems.raise_if_any()
    real = ~np.isnat(utc)
    if skipped := int(len(real) - real.sum()):
        said.append(
            f"{counted(skipped, 'empty row')} in the hour that clocks skip in {reading.timezone} "
            f"{'was' if skipped == 1 else 'were'} left out"
        )
    offset = table.zone.offset_minutes(utc[real])
    clocks = [*contradiction(table.times["interval_start"], real, offset, table.zone)]
    if not reading.is_zone_said and is_utc(table.times["interval_start"]):
        clocks.append(f"{table.file}: {DAYS_OF_UTC}")
    wall = to_local(utc[real], offset).astype(np.int64)
    totals = day_totals(wall, queue[real], words["offered"][real], ends=ends)
    if sums is not None:
        totals |= sums[real]
    if totals.any():
        hold = counted(
            int(totals.sum()), "row with a date and no time holds", "rows with a date and no time hold"
        )
        said.append(f"{hold} the sum of their day: left out")
        real[np.flatnonzero(real)[totals]] = False
        queue, queues = _used(queue, queues, real)
        offset = offset[~totals]
    utc = utc[real]
    width = (
        MINUTES_PER_MONTH if months else native_interval_minutes(table, utc, offset, table.line_numbers[real])
    )
    starts = utc - np.timedelta64(width if ends else 0, "m")
    history = History(
        interval_start=starts,
        utc_offset_minutes=table.zone.offset_minutes(starts) if ends else offset,
        queue=queue[real],
        queues=queues,
        interval_minutes=width,
        timezone=reading.timezone,
        offered=words["offered"][real],
        aht_seconds=words.get("aht_seconds", np.full(len(table), np.nan))[real],
        measures={n: c[real] for n, c in words.items() if n not in {"offered", "aht_seconds"}},
        notes=(*clocks, *notes, *table.notes, *(f"{table.file}: {text}" for text in said)),
        left_out=left_out + skipped + int(totals.sum()),
        repaired=moved,
    )
    return history if split is None else _added_up(history, split, real, table.file)


def _used(queue: Ints, queues: tuple[str, ...], real: Bools) -> tuple[Ints, tuple[str, ...]]:
    """Codes and names without queues that have no row any more."""
    kept = np.unique(queue[real])
    place = np.zeros(len(queues), dtype=np.int64)
    place[kept] = np.arange(len(kept))
    return place[queue], tuple(queues[code] for code in kept.tolist())


def _midnights_of_their_day(table: Table, queue: Ints, sums: Bools | None) -> int:
    """Ends at 00:00 that carry the date of the day they close are moved to its end; how many there are.

    They show by their place: 00:00 of a day right after its 23:30.
    """
    cells = table.times["interval_start"]
    order = np.argsort(queue, kind="stable")
    seconds = cells.seconds[order]
    steps = np.diff(seconds)
    if (steps < 0).sum() > (steps > 0).sum():  # the newest rows stand first
        order, seconds = order[::-1], seconds[::-1]
    day = seconds // _DAY
    back = np.zeros(len(order), dtype=bool)
    back[1:] = (seconds[1:] % _DAY == 0) & (day[1:] == day[:-1]) & (seconds[:-1] % _DAY >= _DAY // 2)
    back[1:] &= queue[order][1:] == queue[order][:-1]
    rows = order[back & cells.naive[order]]
    rows = rows if sums is None else rows[~sums[rows]]
    cells.seconds[rows] += _DAY
    return len(rows)


def _midnights_said(count: int) -> list[str]:
    if count <= 1:
        return ["1 time of 00:00 stands behind the last of its day and is taken for its end"][:count]
    return [f"{count:,} times of 00:00 stand behind the last of their day and are taken for its end"]


def _added_up(history: History, split: Sequence[str], real: Bools, file: str) -> History:
    """Rows of one queue and interval put together, after a check that each part stands there once."""
    texts = [text for text, is_real in zip(split, real.tolist(), strict=True) if is_real]
    names = list(dict.fromkeys(zip(history.queue.tolist(), texts, strict=True)))
    place = {name: code for code, name in enumerate(names)}
    codes = np.array([place[key] for key in zip(history.queue.tolist(), texts, strict=True)])
    labels = tuple(f"{history.queues[queue]} / {text}" for queue, text in names)
    refuse_doubles(replace(history, queue=codes, queues=labels), file)
    return add_up(history, history.interval_minutes)


def refuse_implausible(table: Table, words: Mapping[str, Floats]) -> None:
    """Numbers beyond any centre's, such as 1e308: every later sum would be wrong."""
    for word, column in words.items():
        for row in (column > MOST).nonzero()[0].tolist():
            hint = "correct the cell, or leave it empty if unknown"
            expected = f"at most {MOST:,.0f} in one interval"
            table.problems.add(table.line_numbers[row], word, f"{column[row]:g}", expected, hint)
