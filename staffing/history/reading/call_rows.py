"""The rows of a list of calls under any headers, as the format `calls` has them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent

from staffing.errors import TO_COPY, InputError, Problem
from staffing.history.headers.calls import TALKED, direction_of, outcome_of, outcomes_of
from staffing.history.headers.columns import told
from staffing.history.headers.durations import seconds_of
from staffing.history.headers.guess import Guess, Meaning
from staffing.history.headers.moments import plain_clock
from staffing.history.reading.choices import Reading
from staffing.history.reading.clock import moments_of
from staffing.tables.durations import seconds_text
from staffing.tables.numbers import is_unknown
from staffing.tables.rows import Row, Rows

HEADER = ["offered_at", "queue", "outcome", "wait", "service"]
_MOST_WAIT = 86_400
Seconds = Callable[[Sequence[str]], float | None]


class CountedRows(Rows):
    """Rows that know how many were left out once they are read."""

    def __init__(self, name: str, rows: Iterator[Row], counter: Mapping[str, int]) -> None:
        super().__init__(name, rows)
        self.counter = counter

    def left_out(self) -> list[str]:
        count = self.counter["outgoing"]
        return [f"{self.name}: {count} outgoing or internal calls were left out"] if count else []


@dataclass(frozen=True)
class CallRows:
    """The calls as rows under `HEADER`, what was decided about them, and the file's name of each column."""

    rows: CountedRows
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
    moment = moments_of(
        [" ".join(cells[p] for p in when) for _, cells in head if len(cells) == len(header)],
        rows.name,
        reading,
        " ".join(meaning.when),
        head[0][0] if head else 1,
    )
    by_word = {guess.word: guess for guess in meaning.guesses}
    later: dict[str, Seconds] = {
        word: _later(places[named[word]], when, moment)
        for word in ("answered_at", "ended_at")
        if word in named
    }
    durations = {word: _duration(guess, places) for word, guess in by_word.items()}
    wait, service, said = _parts(durations, later, head)
    answered = _answered(service, later, by_word)
    column = places.get(named.get("outcome", ""))
    texts = told(header, [cells for _, cells in head if len(cells) == len(header)])
    shown = None if answered is None else [answered(cells) for _, cells in head if len(cells) == len(header)]
    outcomes = outcomes_of(None if column is None else texts[column], reading.outcomes, shown)
    if outcomes.unknown:
        raise InputError(_unknown(rows.name, outcomes.column, outcomes.unknown))
    notes = [*said, *_outcome_notes(column, outcomes.texts, answered)]
    counter = {"outgoing": 0}
    direction = places.get(named.get("direction", ""))
    queue = places.get(meaning.queue or "")
    waits_at, service_at = (
        [places[name] for word in words if word in by_word for name in by_word[word].headers]
        for words in (("wait_seconds", "duration"), ("aht_seconds", *TALKED, "duration"))
    )

    def made() -> Iterator[Row]:
        for line, short in rows:
            cells = [*short, *[""] * (len(header) - len(short))]
            if not any(cell.strip() for cell in cells):
                continue
            if direction is not None and direction_of(cells[direction]) == "outgoing":
                counter["outgoing"] += 1
                continue
            at = moment(" ".join(cells[p] for p in when))
            text = "" if column is None else cells[column].strip()
            outcome = outcomes.texts.get(text) or outcome_of(text) or text
            if column is None or not text:
                outcome = "offered" if answered is None else ("answered" if answered(cells) else "abandoned")
            yield (
                line,
                [
                    at,
                    "" if queue is None else cells[queue].strip(),
                    outcome,
                    _cell(wait(cells), cells, waits_at),
                    _cell(service(cells), cells, service_at) if outcome == "answered" else "",
                ],
            )

    names = {"offered_at": " ".join(meaning.when), "outcome": outcomes.column or "outcome"}
    for word, of in (("wait", "wait_seconds"), ("service", "aht_seconds")):
        if of in by_word:
            names[word] = by_word[of].headers[0]
    stream = CountedRows(rows.name, made(), counter)
    return CallRows(stream, tuple(notes), names, column is not None or answered is not None)


def _duration(guess: Guess, places: Mapping[str, int]) -> Seconds:
    place = places[guess.headers[0]]
    known: dict[str, float | None] = {}

    def seconds(cells: Sequence[str]) -> float | None:
        text = cells[place].strip()
        if text not in known:
            value = float(seconds_of([text], guess.unit, guess.style)[0])
            known[text] = None if is_unknown(text) else value if math.isfinite(value) else math.inf
        return known[text]

    return seconds


def _cell(seconds: float | None, cells: Sequence[str], places: Sequence[int]) -> str:
    """The seconds as text; where a cell is no duration, the first such, so that the message shows it."""
    if seconds is None or math.isfinite(seconds):
        return seconds_text(seconds)
    wrong = (cells[place].strip() for place in places)
    return next((text for text in wrong if not is_unknown(text) and not text.isdecimal()), "?")


def _later(place: int, when: Sequence[int], moment: Callable[[str], str]) -> Seconds:
    """Seconds from the call's begin to a second time of its row, a clock time within the day that follows."""

    def seconds(cells: Sequence[str]) -> float | None:
        text = cells[place].strip()
        if is_unknown(text):
            return None
        start = _parsed(moment(" ".join(cells[p] for p in when)))
        own = _parsed(moment(text))
        if own is None and start is not None and (clock := plain_clock(text)) and clock < "24":
            own = dt.datetime.combine(start.date(), dt.time.fromisoformat(clock), start.tzinfo)
            own += dt.timedelta(days=int(own < start))
        if start is None or own is None or (start.tzinfo is None) != (own.tzinfo is None):
            return None
        value = (own - start).total_seconds()
        return value if 0 <= value <= _MOST_WAIT else None

    return seconds


def _parsed(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _parts(
    durations: Mapping[str, Seconds], later: Mapping[str, Seconds], head: Sequence[Row]
) -> tuple[Seconds, Seconds, list[str]]:
    """How wait and service of a row are found, and what to say of it."""
    said: list[str] = []
    talked = [durations[word] for word in TALKED if word in durations]
    service = durations.get("aht_seconds") or (_sum(talked) if talked else None)
    wait = durations.get("wait_seconds") or later.get("answered_at")
    whole = durations.get("duration")
    if wait is None and whole is not None and service is not None:
        wait = _difference(whole, [service])
        said.append("the wait is the duration less the time of talk")
    ended = later.get("ended_at")
    if service is None and ended is not None and "answered_at" in later:
        service = _difference(ended, [later["answered_at"]])
        said.append("the handle time runs from the answer to the end of the call")
    elif service is None and whole is not None:
        service = whole
        if wait is not None and ended is not None and _agree(whole, ended, head):
            service = _difference(whole, [wait])
            said.append("the handle time is the duration less the wait")
        elif wait is not None:
            service = None
            said.append(
                "the duration may hold the wait, so it is not read: name it with --column aht_seconds=…"
            )
    elif service is None and ended is not None:
        service = ended if wait is None else _difference(ended, [wait])
        said.append(f"the handle time is end − start{'' if wait is None else ' − wait'}")
    return wait or _nothing, service or _nothing, said


def _nothing(cells: Sequence[str]) -> float | None:  # noqa: ARG001 - a row without such a column
    return None


def _sum(parts: Sequence[Seconds]) -> Seconds:
    def total(cells: Sequence[str]) -> float | None:
        known = [value for part in parts if (value := part(cells)) is not None]
        return sum(known) if known else None

    return total


def _difference(whole: Seconds, parts: Sequence[Seconds]) -> Seconds:
    def rest(cells: Sequence[str]) -> float | None:
        value = whole(cells)
        less = [part(cells) or 0.0 for part in parts]
        return None if value is None else max(0.0, value - sum(less))

    return rest


def _agree(one: Seconds, other: Seconds, head: Sequence[Row]) -> bool:
    both = [(one(cells), other(cells)) for _, cells in head]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    return bool(known) and sum(abs(a - b) <= 2 for a, b in known) > 0.8 * len(known)


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
