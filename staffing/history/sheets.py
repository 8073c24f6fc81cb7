"""The tables of one file as one history: sheets that hold data are read and joined, the others are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from staffing.errors import InputError, Problem
from staffing.history import AUTO, Format, format_named
from staffing.history.overlap import put_together
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS
from staffing.history.recognise import known_format
from staffing.records.history import History
from staffing.tables.rows import Row, Rows

COLUMNS = "columns"
Part = tuple[Rows, History]


def read_tables(tables: Sequence[Rows], format_name: str, reading: Reading) -> History:
    """The history of a file's tables; raises InputError where none of them can be read."""
    tables = _chosen(tables, reading.sheet)
    parts: list[Part] = []
    refused: list[tuple[Rows, InputError]] = []
    empty: list[str] = []
    for rows in tables:
        if len(tables) > 1 and len(rows.head(2)) < 2:
            empty.append(rows.sheet)
            continue
        try:
            parts.append((rows, _read(rows, format_name, reading)))
        except InputError as error:
            refused.append((rows, error))
    if not parts or any(_is_data(rows, parts) for rows, _ in refused):
        raise _worst(refused, tables)
    notes = [
        f"{parts[0][0].name}: sheet {rows.sheet} is not read: it holds no intervals" for rows, _ in refused
    ]
    notes += [f"{tables[0].name}: sheet {sheet} is not read: it has no rows of data" for sheet in empty]
    history = _joined(parts, reading)
    notes = [*tables[0].notes, *notes]
    return replace(history, notes=(*notes, *history.notes)) if notes else history


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


def _worst(refused: Sequence[tuple[Rows, InputError]], tables: Sequence[Rows]) -> InputError:
    if not refused:
        return InputError(Problem(tables[0].name, "a header row and data", "the file is empty"))
    return max(refused, key=lambda pair: len(pair[0].head(HEAD_ROWS)))[1]


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
