"""The rows of a list of calls under any headers, as the format `calls` has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent

from staffing.errors import TO_COPY, InputError, Problem
from staffing.history.headers.calls import TALKED, outcome_of, outcomes_of
from staffing.history.headers.columns import told
from staffing.history.headers.meaning import Guess, Meaning
from staffing.history.reading.call_parts import Seconds, duration_of, later_than_start, wait_and_service
from staffing.history.reading.choices import Reading
from staffing.history.reading.clock import fits_both_orders, moments_of, order_said
from staffing.history.reading.directions import Directions
from staffing.history.reading.legs import Legs, legs_of
from staffing.tables.durations import seconds_text
from staffing.tables.numbers import is_unknown
from staffing.tables.rows import Row, Rows

HEADER = ["offered_at", "queue", "outcome", "wait", "service"]


class DirectedRows(Rows):
    """Rows of which it is known, once they are read, which were left out as outgoing."""

    def __init__(
        self, name: str, rows: Iterator[Row], directions: Directions | None, legs: Legs | None
    ) -> None:
        super().__init__(name, rows)
        self.directions, self.legs = directions, legs

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return 0 if self.directions is None else self.directions.left_out

    def settled(self) -> list[str]:
        """What to say of directions and of calls that came again; InputError for unknown directions."""
        said = [] if self.directions is None else self.directions.settled()
        said += [] if self.legs is None else self.legs.said()
        return [f"{self.name}: {text}" for text in said]


@dataclass(frozen=True)
class CallRows:
    """The calls as rows under `HEADER`, what was decided about them, and the file's name of each column."""

    rows: DirectedRows
    notes: tuple[str, ...]
    names: Mapping[str, str]
    has_outcome: bool


def call_rows(
    rows: Rows, header: Sequence[str], head: Sequence[Row], meaning: Meaning, reading: Reading
) -> CallRows:
    """The rows of `rows`, of which `head` are the first; InputError for outcomes that are not known."""
    places = {name: place for place, name in enumerate(header)}
    named = dict(meaning.named or {})
    when = [places[name] for name in meaning.when]
    times = _times_that_settle(rows, header, head, when, reading)
    moment = moments_of(times, rows.name, reading, " ".join(meaning.when), head[0][0] if head else 1)
    by_word = {guess.word: guess for guess in meaning.guesses}
    later: dict[str, Seconds] = {
        word: later_than_start(places[named[word]], when, moment)
        for word in ("answered_at", "ended_at")
        if word in named
    }
    durations = {word: duration_of(guess, places) for word, guess in by_word.items()}
    wait, service, said = wait_and_service(durations, later, head)
    answered = _answered(service, later, by_word)
    column = places.get(named.get("outcome", ""))
    texts = told(header, [cells for _, cells in head if len(cells) == len(header)])
    shown = None if answered is None else [answered(cells) for _, cells in head if len(cells) == len(header)]
    outcomes = outcomes_of(None if column is None else texts[column], reading.outcomes, shown)
    if outcomes.unknown:
        raise InputError(_unknown(rows.name, outcomes.column, outcomes.unknown))
    notes = [*order_said(times, reading), *said, *_outcome_notes(column, outcomes.texts, answered)]
    direction = places.get(named.get("direction", ""))
    directions = (
        None if direction is None else Directions(rows.name, header[direction], dict(reading.outcomes))
    )
    legs = legs_of(header, [*meaning.when, meaning.queue or "", *meaning.apart])
    queue = [places[name] for name in (meaning.queue, *meaning.apart) if name is not None]
    waits_at, service_at = (
        [places[name] for word in words if word in by_word for name in by_word[word].headers]
        for words in (("wait_seconds", "duration"), ("aht_seconds", *TALKED, "duration"))
    )

    def made() -> Iterator[Row]:
        for line, short in rows:
            cells = [*short, *[""] * (len(header) - len(short))]
            if not any(cell.strip() for cell in cells):
                continue
            if direction is not None and directions is not None and directions.leaves_out(cells[direction]):
                continue
            if legs is not None:
                legs.add(cells)
            at = moment(" ".join(cells[p] for p in when))
            text = "" if column is None else cells[column].strip()
            outcome = outcomes.texts.get(text) or outcome_of(text) or text
            if column is None or not text:
                outcome = "offered" if answered is None else ("answered" if answered(cells) else "abandoned")
            yield (
                line,
                [
                    at,
                    " / ".join(cells[place].strip() for place in queue),
                    outcome,
                    _cell(wait(cells), cells, waits_at),
                    _cell(service(cells), cells, service_at) if outcome == "answered" else "",
                ],
            )

    names = {"offered_at": " ".join(meaning.when), "outcome": outcomes.column or "outcome"}
    for word, of in (("wait", "wait_seconds"), ("service", "aht_seconds")):
        if of in by_word:
            names[word] = by_word[of].headers[0]
    stream = DirectedRows(rows.name, made(), directions, legs)
    return CallRows(stream, tuple(notes), names, column is not None or answered is not None)


def _times_that_settle(
    rows: Rows, header: Sequence[str], head: Sequence[Row], when: Sequence[int], reading: Reading
) -> list[str]:
    """The first times of the calls: as many as tell the order of month and day, else all of them.

    A busy day fills the head of a list: the day above 12 that settles the order may stand far below.
    """
    looked: Sequence[Row] = head
    while True:
        texts = [" ".join(cells[p] for p in when) for _, cells in looked if len(cells) == len(header)]
        if not fits_both_orders(texts, reading):
            return texts
        more = rows.head(4 * len(looked))
        if len(more) <= len(looked):
            return texts
        looked = more


def _cell(seconds: float | None, cells: Sequence[str], places: Sequence[int]) -> str:
    """The seconds as text; where a cell is no duration, the first such, so that the message shows it."""
    if seconds is None or math.isfinite(seconds):
        return seconds_text(seconds)
    wrong = (cells[place].strip() for place in places)
    return next((text for text in wrong if not is_unknown(text) and not text.isdecimal()), "?")


def _answered(
    service: Seconds, later: Mapping[str, Seconds], by_word: Mapping[str, Guess]
) -> Callable[[Sequence[str]], bool] | None:
    """Whether a row was answered, by a time of answer or else of talk; None where neither is in the file."""
    if "answered_at" in later:
        answered_at = later["answered_at"]
        return lambda cells: answered_at(cells) is not None
    if any(word in by_word for word in (*TALKED, "aht_seconds")):
        return lambda cells: (service(cells) or 0) > 0
    return None


def _outcome_notes(
    column: int | None, texts: Mapping[str, str], answered: Callable[[Sequence[str]], bool] | None
) -> list[str]:
    if column is not None:
        by_outcome: dict[str, list[str]] = {}
        for text, outcome in texts.items():
            by_outcome.setdefault(outcome, []).append(text)
        return [f"{outcome}: {', '.join(found[:8])}" for outcome, found in by_outcome.items()]
    if answered is not None:
        return ["without an outcome, calls with a time of answer or talk are taken for answered"]
    return ["the list tells no outcome: its rows are contacts offered, and nothing more is known of them"]


def _unknown(file: str, column: str | None, texts: Sequence[str]) -> Problem:
    lines = "\n".join(["[outcomes]", *(f'"{text}" = "answered"' for text in texts[:20])])
    hint = "say what each means, in a file for --map (answered, abandoned or blocked):"
    hint = f"{hint}\n{indent(lines, TO_COPY)}"
    return Problem(file, "outcomes that are known", hint, None, column, ", ".join(texts[:5]))
