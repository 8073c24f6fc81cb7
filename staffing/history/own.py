"""Files of no known format: their shape is found, their columns are understood, and what was found is said.

Nothing that is not sure is read: the error says what is open, and shows the mapping to correct.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from textwrap import indent

from staffing.errors import TO_COPY, InputError, Problem
from staffing.history.formats.calls import read_calls
from staffing.history.headers.calls import call_meaning, is_calls
from staffing.history.headers.columns import told
from staffing.history.headers.counted import left_out_of_sum, numbers_said, rates_an_hour
from staffing.history.headers.guess import guessed, without_headers
from staffing.history.headers.mapped import columns_named, with_mapping
from staffing.history.headers.meaning import Meaning
from staffing.history.headers.moments import plain_moment
from staffing.history.headers.ready import ready_mapping
from staffing.history.headers.times import times_found
from staffing.history.reading.call_rows import call_rows
from staffing.history.reading.choices import CALL_WORDS, Mapped, Reading
from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import read_layout
from staffing.history.shapes import SHAPES, long, measure_names, queue_columns, shape_named
from staffing.history.shapes.flat import LOOKED_AT, CellGrid, Flat, Shape, unique
from staffing.history.shapes.plain import header_place
from staffing.records.history import History
from staffing.tables.rows import Row, Rows
from staffing.timegrid import MINUTES_PER_DAY

_TIMES = frozenset({"Date", "Time", "Month"})


@dataclass(frozen=True)
class Sheet:
    """A sheet as a plain table; `rows` may stream, `head` are the first of them.

    `made` are columns that the shape made, `gone` the cells of the sheet that are columns no more.
    """

    name: str
    sheet: str
    header: list[str]
    rows: Rows
    head: list[Row]
    line: int
    shape: str
    notes: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def flattened(rows: Rows, reading: Reading) -> Sheet | None:
    """The sheet as a plain table by the shape that fits best; None where none does.

    A plain table streams; of every other shape all rows are looked at.
    """
    grid = CellGrid(rows.name, rows.head(LOOKED_AT), rows.sheet)
    fits = [(shape, fit) for shape in map(shape_named, SHAPES) if (fit := shape.match(grid)) is not None]
    if not fits:
        return None
    shape, _ = max(fits, key=lambda pair: pair[1].score)
    if shape.name == shape_named("plain").name and not _rearranged(shape.flatten(grid), reading):
        return _streamed(rows, grid, shape)
    whole = CellGrid(rows.name, list(rows), rows.sheet)
    flat = shape.flatten(whole)
    name, again = _rearranged(flat, reading) or (shape.name, None)
    flat = again or flat
    there = frozenset(cell for _, cells in whole.rows[:LOOKED_AT] for cell in cells)
    return Sheet(
        rows.name,
        rows.sheet,
        flat.header,
        Rows(rows.name, iter(flat.rows)),
        flat.rows[:LOOKED_AT],
        flat.line,
        name,
        flat.notes,
        frozenset(flat.header) - there,
        there - frozenset(flat.header),
    )


def _rearranged(flat: Flat, reading: Reading) -> tuple[str, Flat] | None:
    """The table of a file that has a measure to a row or a queue to a column; None where it has neither."""
    if long.matches(flat.header, flat.rows):
        return "a table with a measure in each row", long.flatten(flat)
    mapped = reading.columns.get("offered")
    if mapped is not None and set(mapped.headers) <= set(flat.header):
        return None  # which columns are the contacts is said
    if measure_names.matches(flat.header, flat.rows):
        return "a table with the columns of each queue", measure_names.flatten(flat)
    if queue_columns.matches(flat.header, flat.rows):
        return "a table with a column for each queue", queue_columns.flatten(flat)
    return None


def _streamed(rows: Rows, grid: CellGrid, shape: Shape) -> Sheet:
    place = header_place(grid)
    assert place is not None
    line = grid.rows[place][0]
    for at, cells in rows:
        if at == line:
            header = unique([cell.strip() for cell in cells])
            break
    width = max(grid.width, len(header))
    header = unique([*header, *[""] * (width - len(header))])
    head = [(at, [*cells, *[""] * (width - len(cells))][:width]) for at, cells in rows.head(LOOKED_AT)]
    return Sheet(rows.name, rows.sheet, header, rows, head, line, shape.name, ())


def understood(sheet: Sheet, reading: Reading, *, calls: bool = False) -> Meaning:
    """What the columns of a sheet mean, by the mapping and by themselves; `calls`: told to be a list."""
    cells = [cells for _, cells in sheet.head]
    mapping = _kept(sheet, reading)
    given = {word: mapped.headers[0] for word, mapped in mapping.items()}
    columns = told(sheet.header, cells)
    when, _, _ = times_found(columns)
    named = {mapped.headers[0] for mapped in mapping.values()}
    free = [column for column in columns if column.name not in named]
    if calls or set(CALL_WORDS) & given.keys() or ("offered" not in given and is_calls(free, when)):
        meaning = call_meaning(sheet.header, cells, given)
    else:
        meaning = guessed(sheet.header, cells)
    if sheet.shape == shape_named("headerless").name:
        meaning = without_headers(meaning, columns)
    return with_mapping(meaning, sheet.header, cells, mapping, sheet.made)


def _kept(sheet: Sheet, reading: Reading) -> dict[str, Mapped]:
    """The mapping without what the shape tells otherwise, as the times along the edges of a matrix.

    Raises InputError where a column is named that the file does not have.
    """
    problems = []
    kept: dict[str, Mapped] = {}
    for word, mapped in reading.columns.items():
        missing = [name for name in mapped.headers if not columns_named(sheet.header, (name,))]
        unknown = [name for name in missing if name not in sheet.gone]
        if unknown:
            near = get_close_matches(unknown[0], sheet.header, n=1)
            hint = f"did you mean {near[0]}?" if near else f"the file has: {', '.join(sheet.header)[:300]}"
            problems.append(Problem(sheet.name, f"a column named {unknown[0]} for {word}", hint, sheet.line))
        elif not missing and not (word == "interval_start" and _TIMES & sheet.made):
            kept[word] = mapped
    if problems:
        raise InputError(problems)
    return kept


def read_sheet(sheet: Sheet, meaning: Meaning, reading: Reading) -> History:
    """The rows of a sheet as a history; raises InputError where its meaning is in doubt."""
    if meaning.doubts:
        raise InputError(doubtful(sheet, meaning))
    where = f"{sheet.name}, sheet {sheet.sheet}" if sheet.sheet else sheet.name
    said = [f"read as {'a list of calls' if meaning.calls else sheet.shape}: {'; '.join(meaning.said())}"]
    if meaning.left:
        said.append(f"columns that are not read: {', '.join(meaning.unread())}")
    if meaning.ends:
        said.append(f"{meaning.when[-1]} says when intervals end: each row counts for the interval before")
    notes = tuple(f"{where}: {text}" for text in (*said, *meaning.notes, *sheet.notes))
    if meaning.calls and not _has_times(sheet, meaning):
        reading = replace(reading, interval_minutes=MINUTES_PER_DAY)
        notes += (f"{where}: its rows have dates and no times: they are counted by day",)
    if meaning.calls:
        made = call_rows(sheet.rows, sheet.header, sheet.head, meaning, reading)
        history = read_calls(made, reading)
        notes += tuple(f"{where}: {text}" for text in made.notes)
    else:
        history = read_layout(sheet.rows, sheet.line, sheet.header, layout_of(meaning, reading), reading)
        asked, rates = rates_an_hour(meaning, history.interval_minutes, reading.columns)
        if asked:
            raise InputError(doubtful(sheet, replace(meaning, doubts=asked)))
        more = left_out_of_sum(meaning, told(sheet.header, [cells for _, cells in sheet.head]))
        notes += tuple(f"{where}: {text}" for text in (*rates, *more))
    notes += tuple(f"{where}: {text}" for text in numbers_said(meaning, sheet.header, sheet.head))
    return replace(history, notes=(*notes, *history.notes))


def _has_times(sheet: Sheet, meaning: Meaning) -> bool:
    """Whether most rows say when on their day they came."""
    places = [sheet.header.index(name) for name in meaning.when]
    moments = [plain_moment(" ".join(cells[place] for place in places)) for _, cells in sheet.head]
    return sum(":" in moment for moment in moments) * 2 > len(moments)


def layout_of(meaning: Meaning, reading: Reading) -> Layout:
    """The meaning as a layout that `read_layout` reads."""
    times = tuple((name,) for name in meaning.when)
    fields = [
        Field(guess.word, (name,), guess.unit, total=guess.total, style=guess.style)  # type: ignore[arg-type]
        for guess in meaning.guesses
        for name in guess.headers
    ]
    words = {field.word for field in fields}
    return Layout(
        title="the file's own columns",
        when=When(
            times,
            order="any",
            end=meaning.ends or reading.booked == "end",
            worded=True,
            months=meaning.months,
        ),
        queue=() if meaning.queue is None else (meaning.queue,),
        apart=meaning.apart,
        split=meaning.merged,
        fields=tuple(fields),
        sums=() if "offered" in words else (("offered", ("answered", "abandoned")),),
    )


def doubtful(sheet: Sheet, meaning: Meaning) -> Problem:
    """What is open, with the mapping so far."""
    mapping = indent(ready_mapping(meaning, sheet.header), TO_COPY)
    hint = (
        f"correct this, save it as map.toml and add --map map.toml (in a plan: [history.columns]):\n{mapping}"
    )
    where = f"{sheet.name}, sheet {sheet.sheet}" if sheet.sheet else sheet.name
    expected = f"columns that are sure ({'; '.join(doubt.text for doubt in meaning.doubts)})"
    return Problem(where, expected, hint, sheet.line)
