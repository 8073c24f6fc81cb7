"""The tables of one file as one history: sheets that hold data are read and joined, the others are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history import AUTO, Format, format_named
from staffing.history.headers.lexicon import is_planned
from staffing.history.overlap import put_together
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS
from staffing.history.recognise import known_format
from staffing.records.history import History
from staffing.tables.rows import Row, Rows
from staffing.timegrid import MINUTES_PER_DAY

COLUMNS = "columns"
Part = tuple[Rows, History]
_ASKED = "; --sheet reads it"


@dataclass(frozen=True)
class _Parts:
    """The sheets of a file that are read, that cannot be (why, and how long their head is), and are empty."""

    read: list[Part]
    refused: list[tuple[Rows, InputError, int]]
    empty: list[str]


def read_tables(tables: Sequence[Rows], format_name: str, reading: Reading) -> History:
    """The history of a file's tables; raises InputError where none of them can be read."""
    chosen = _chosen(tables, reading.sheet)
    planned = [rows for rows in chosen if len(chosen) > 1 and is_planned(rows.sheet)]
    parts = _parts([rows for rows in chosen if rows not in planned], len(chosen) > 1, format_name, reading)
    if planned and not parts.read:
        planned = []
        parts = _parts(chosen, True, format_name, reading)
    if not parts.read or any(_is_data(rows, parts.read) for rows, _, _ in parts.refused):
        raise _worst(parts, chosen)
    kept = _finest(parts.read)
    coarse = _without(parts.read, kept)
    kept = _measured(kept)
    beyond = _without(parts.read, [*coarse, *kept])
    reasons = [
        *((rows.sheet, "it holds no intervals") for rows, _, _ in parts.refused),
        *((sheet, "it has no rows of data") for sheet in parts.empty),
        *((rows.sheet, f"its name says that it holds no history{_ASKED}") for rows in planned),
        *(
            (rows.sheet, f"its rows are of whole days or more, those of others are not{_ASKED}")
            for rows, _ in coarse
        ),
        *(
            (rows.sheet, f"it goes on after the last contacts that were answered{_ASKED}")
            for rows, _ in beyond
        ),
    ]
    notes = [f"{chosen[0].name}: sheet {sheet} is not read: {why}" for sheet, why in reasons]
    history = _joined(kept, reading)
    notes = [*chosen[0].notes, *notes]
    return replace(history, notes=(*notes, *history.notes)) if notes else history


def _parts(tables: Sequence[Rows], several: bool, format_name: str, reading: Reading) -> _Parts:
    parts = _Parts([], [], [])
    for rows in tables:
        head = len(rows.head(HEAD_ROWS))
        if several and head < 2:
            parts.empty.append(rows.sheet)
            continue
        try:
            parts.read.append((rows, _read(rows, format_name, reading)))
        except InputError as error:
            parts.refused.append((rows, error, head))
    return parts


def _without(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    return [part for part in parts if not any(part is other for other in others)]


def _finest(parts: Sequence[Part]) -> Sequence[Part]:
    """The sheets without sums of days, weeks or months, where some have times of day."""
    within_days = [part for part in parts if part[1].interval_minutes < MINUTES_PER_DAY]
    return within_days or parts


def _measured(parts: Sequence[Part]) -> Sequence[Part]:
    """The sheets without those that go on, with contacts alone, after what others have measured."""
    told = [history for _, history in parts if _has_measures(history)]
    if not told:
        return parts
    last = max(history.interval_start.max() for history in told)
    return [part for part in parts if _has_measures(part[1]) or not part[1].interval_start.max() > last]


def _has_measures(history: History) -> bool:
    """Whether it tells more than what a forecast does: contacts answered or lost, waits, service."""
    return any(np.isfinite(values).any() for values in history.measures.values())


def _chosen(tables: Sequence[Rows], sheet: str | None) -> Sequence[Rows]:
    if sheet is None:
        return tables
    found = [rows for rows in tables if rows.sheet.casefold() == sheet.casefold()]
    if not found and len(tables) > 1:
        there = ", ".join(rows.sheet for rows in tables)
        raise InputError(
            Problem(tables[0].name, "the name of a sheet", f"the file has: {there}", value=sheet)
        )
    return found or tables


def _is_data(rows: Rows, parts: Sequence[Part]) -> bool:
    """Whether a sheet that cannot be read is as wide as one that is: then it may hold a part of the data."""
    width = max(len(cells) for _, cells in rows.head(HEAD_ROWS)) if rows.head(1) else 0
    return any(rows.first == other.first and width > 1 for other, _ in parts)


def _worst(parts: _Parts, tables: Sequence[Rows]) -> InputError:
    """What is wrong with the longest sheet; of several sheets also that one may be named."""
    if not parts.refused:
        return InputError(Problem(tables[0].name, "a header row and data", "the file is empty"))
    _, error, _ = max(parts.refused, key=lambda refused: refused[2])
    if len(tables) == 1 or parts.read or error.problems[0].column is not None:
        return error
    there = ", ".join(one.sheet for one in tables)
    hint = f"name the sheet that holds the intervals with --sheet (there are {there}), or "
    problems = [replace(problem, hint=hint + problem.hint) for problem in error.problems[:1]]
    return InputError([*problems, *error.problems[1:]], count=error.count)


def _read(rows: Rows, format_name: str, reading: Reading) -> History:
    head = rows.head(HEAD_ROWS)
    if not head:
        raise InputError(Problem(rows.name, "a header row and data", "the file is empty"))
    if reading.columns and format_name in {AUTO, COLUMNS, "calls"}:
        return _own(rows, format_name, reading)
    if format_name == AUTO:
        known = known_format(rows)
        return _said(rows, *known, reading) if known is not None else _own(rows, format_name, reading)
    chosen = format_named(format_name)
    if chosen.match(head) is not None or format_name in {"staffing", COLUMNS, "asterisk", "calabrio"}:
        return chosen.read(rows, reading)
    return _own(rows, format_name, reading)


def _said(rows: Rows, found: Format, why: str, reading: Reading) -> History:
    history = found.read(rows, reading)
    if found.name == "staffing":
        return history
    return replace(history, notes=(f"{rows.name}: read as {found.name} ({why})", *history.notes))


def _own(rows: Rows, format_name: str, reading: Reading) -> History:
    """By the shape of the sheet; where that bares the headers of a known format, as that format."""
    from staffing.history.own import flattened, read_sheet, understood
    from staffing.history.recognise import unrecognised

    first = rows.head(HEAD_ROWS)
    sheet = flattened(rows, reading)
    if sheet is None:
        raise InputError(unrecognised(rows.name, first))
    flat = Rows(rows.name, iter([(sheet.line, sheet.header), *sheet.head[:HEAD_ROWS]]))
    known = None
    if not reading.columns:
        known = known_format(flat) if format_name == AUTO else None
        if (
            format_name != AUTO
            and (match := format_named(format_name).match(flat.head(HEAD_ROWS))) is not None
        ):
            known = format_named(format_name), match.why
        elif format_name not in {AUTO, COLUMNS, "calls"}:
            return format_named(format_name).read(flat, reading)  # says what is missing
    if known is not None:
        whole = Rows(rows.name, _with_header(sheet.line, sheet.header, sheet.rows))
        history = _said(whole, *known, reading)
        notes = [f"{rows.name}: {text}" for text in (f"read as {sheet.shape}", *sheet.notes)]
        return replace(history, notes=(*notes, *history.notes))
    return read_sheet(sheet, understood(sheet, reading, calls=format_name == "calls"), reading)


def _with_header(line: int, header: list[str], rows: Rows) -> Iterator[Row]:
    yield line, header
    yield from rows


def _joined(parts: Sequence[Part], reading: Reading) -> History:
    """All sheets as one; sheets that hold the same intervals and name no queue are a queue each."""
    if len(parts) == 1:
        return parts[0][1]
    histories = [history for _, history in parts]
    one_queue = all(len(history.queues) == 1 for history in histories)
    if one_queue and len({history.queues for history in histories}) == 1 and _overlap(histories):
        parts = [(rows, replace(history, queues=(rows.sheet,))) for rows, history in parts]
    named = [(f"{rows.name}, sheet {rows.sheet}", history) for rows, history in parts]
    joined = put_together(named, reading.interval_minutes)
    sheets = ", ".join(rows.sheet for rows, _ in parts)
    return replace(joined, notes=(f"{parts[0][0].name}: sheets {sheets} are read as one", *joined.notes))


def _overlap(histories: Sequence[History]) -> bool:
    seen: set[int] = set()
    for history in histories:
        mine = set(history.interval_start.astype("int64").tolist())
        if mine & seen:
            return True
        seen |= mine
    return False
