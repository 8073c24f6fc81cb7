"""Files of no known format: their shape is found, their columns are understood, and what was found is said.

Nothing that is not sure is read: the error says what is open, and shows the mapping to correct.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from staffing.errors import InputError, Problem
from staffing.history.formats.calls import read_calls
from staffing.history.headers.calls import call_meaning, is_calls
from staffing.history.headers.columns import told
from staffing.history.headers.guess import Meaning, guessed
from staffing.history.headers.mapped import with_mapping
from staffing.history.headers.ready import ready_mapping
from staffing.history.headers.times import times_found
from staffing.history.reading.call_rows import call_rows
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import Field, Layout, When
from staffing.history.reading.table import read_layout
from staffing.history.shapes import SHAPES, long, queue_columns, shape_named
from staffing.history.shapes.flat import LOOKED_AT, Grid, Shape, unique
from staffing.history.shapes.plain import header_place
from staffing.records import History
from staffing.tables.rows import Row, Rows

CALL_WORDS = frozenset({"offered_at", "answered_at", "ended_at", "outcome"})


@dataclass(frozen=True)
class Sheet:
    """A sheet as a plain table; `rows` may stream, `head` are the first of them."""

    name: str
    sheet: str
    header: list[str]
    rows: Rows
    head: list[Row]
    line: int
    shape: str
    notes: tuple[str, ...]


def flattened(rows: Rows) -> Sheet | None:
    """The sheet as a plain table by the shape that fits best; None where none does.

    A plain table streams; of every other shape all rows are looked at.
    """
    head = rows.head(LOOKED_AT)
    grid = Grid(rows.name, head, rows.sheet)
    fits = [(shape, fit) for shape in map(shape_named, SHAPES) if (fit := shape.match(grid)) is not None]
    if not fits:
        return None
    shape, _ = max(fits, key=lambda pair: pair[1].score)
    if shape.name == shape_named("plain").name and not _is_rearranged(shape, grid):
        return _streamed(rows, grid, shape)
    flat = shape.flatten(Grid(rows.name, list(rows), rows.sheet))
    name = shape.name
    if long.matches(flat.header, flat.rows):
        flat, name = long.flatten(flat), "a table with a measure in each row"
    elif queue_columns.matches(flat.header, flat.rows):
        flat, name = queue_columns.flatten(flat), "a table with a column for each queue"
    head = flat.rows[:LOOKED_AT]
    return Sheet(
        rows.name,
        rows.sheet,
        flat.header,
        Rows(rows.name, iter(flat.rows)),
        head,
        flat.line,
        name,
        flat.notes,
    )


def _is_rearranged(shape: Shape, grid: Grid) -> bool:
    flat = shape.flatten(grid)
    return long.matches(flat.header, flat.rows) or queue_columns.matches(flat.header, flat.rows)


def _streamed(rows: Rows, grid: Grid, shape: Shape) -> Sheet:
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
    return Sheet(rows.name, rows.sheet, header, Rows(rows.name, iter(rows)), head, line, shape.name, ())


def understood(sheet: Sheet, reading: Reading) -> Meaning:
    """What the columns of a sheet mean, by the mapping given and by themselves."""
    cells = [cells for _, cells in sheet.head]
    given = {word: mapped.headers[0] for word, mapped in reading.columns.items()}
    columns = told(sheet.header, cells)
    when, _, _ = times_found(columns)
    named = {mapped.headers[0] for mapped in reading.columns.values()}
    free = [column for column in columns if column.name not in named]
    calls = bool(CALL_WORDS & given.keys()) or ("offered" not in given and is_calls(free, when))
    if calls:
        when_given = reading.columns.get("offered_at") or reading.columns.get("interval_start")
        found = call_meaning(sheet.header, cells, given)
        return found if when_given is None else with_mapping(found, sheet.header, cells, reading.columns)
    return with_mapping(guessed(sheet.header, cells), sheet.header, cells, reading.columns)


def read_sheet(sheet: Sheet, meaning: Meaning, reading: Reading) -> History:
    """The rows of a sheet as a history; raises InputError where its meaning is in doubt."""
    if meaning.doubts:
        raise InputError(doubtful(sheet, meaning))
    where = f"{sheet.name}, sheet {sheet.sheet}" if sheet.sheet else sheet.name
    said = [f"read as {'a list of calls' if meaning.calls else sheet.shape}: {'; '.join(meaning.said())}"]
    if meaning.left:
        said.append(f"columns that are not read: {', '.join(meaning.left)}")
    notes = tuple(f"{where}: {text}" for text in (*said, *sheet.notes))
    if meaning.calls:
        made = call_rows(sheet.rows, sheet.header, sheet.head, meaning, reading)
        history = read_calls(made, reading)
        notes += tuple(f"{where}: {text}" for text in made.notes)
    else:
        history = read_layout(sheet.rows, sheet.line, sheet.header, layout_of(meaning, reading), reading)
    return replace(history, notes=(*notes, *history.notes))


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
        when=When(times, order="any", end=reading.booked == "end", worded=True, months=meaning.months),
        queue=() if meaning.queue is None else (meaning.queue,),
        fields=tuple(fields),
        sums=() if "offered" in words else (("offered", ("answered", "abandoned")),),
    )


def doubtful(sheet: Sheet, meaning: Meaning) -> Problem:
    """What is open, with the mapping so far."""
    mapping = ready_mapping(meaning, sheet.header)
    hint = (
        f"correct this, save it as map.toml and add --map map.toml (in a plan: [history.columns]):\n{mapping}"
    )
    where = f"{sheet.name}, sheet {sheet.sheet}" if sheet.sheet else sheet.name
    expected = f"columns that are sure ({'; '.join(meaning.doubts)})"
    return Problem(where, expected, hint, sheet.line)
