"""Which column is which in a list of calls, one row each, whatever the headers say.

A call list shows itself by an outcome, a time of answer, a number on each row, or times off the clock's grid.
Without an outcome a call was answered where it has a time of answer or of talk; without those either, the
list tells the contacts offered and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from staffing.history.headers.columns import LEAST, SECONDS, Told, assigned, told
from staffing.history.headers.durations import measure_of
from staffing.history.headers.lexicon import lexicon
from staffing.history.headers.meaning import OPEN, Guess, Meaning, open_unit, two_ways
from staffing.history.headers.moments import plain_moment
from staffing.history.headers.styles import styles_found
from staffing.history.headers.times import times_found
from staffing.history.headers.tokens import folded, tokens

TALKED = ("talk_seconds", "hold_seconds", "wrap_seconds")
OUTCOMES = ("answered", "abandoned", "blocked")
INCOMING, OUTGOING = "incoming", "outgoing"
_SURE = 0.75
_OFF_GRID = 0.3


@dataclass(frozen=True)
class CallOutcomes:
    """How a row's outcome is told: texts of a column, or whether a time of answer or talk is there."""

    column: str | None
    texts: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def is_calls(columns: Sequence[Told], when: Sequence[Told]) -> bool:
    """Whether each row is one contact."""
    if any("offered" in c.scores and c.best == "offered" for c in columns):
        return False
    rest = [column for column in columns if column not in when]
    if any(_flag(c) or (c.best == "outcome" and outcome_share(c) > 0.5) for c in rest):
        return True
    if any(c.scores.get("answered_at", 0) >= _SURE and c.best == "answered_at" for c in rest):
        return True
    if _off_grid(when):
        return True
    return any(
        "id" in c.scores and c.best == "id" and c.holds.is_unique and c.holds.kind == "text" for c in rest
    )


def _off_grid(when: Sequence[Told]) -> bool:
    """Whether many times are no whole five minutes, as those of single calls."""
    if not when:
        return False
    cells = zip(*(column.holds.cells for column in when), strict=True)
    clocks = [plain_moment(" ".join(parts)).rpartition(" ")[2] for parts in cells]
    off = [c for c in clocks if len(c) > 4 and c[2] == ":" and (c[4] not in "05" or c[6:8] not in {"", "00"})]
    return bool(clocks) and len(off) > _OFF_GRID * len(clocks)


def _flag(column: Told) -> str | None:
    """`answered` or `abandoned` where a column says yes or no to it."""
    for sense in ("answered", "abandoned"):
        if f"flag_{sense}" in column.scores:
            return sense
        if column.best == sense and column.holds.is_flag and len(column.holds.known) > 3:
            return sense
    return None


def outcome_of(text: str) -> str:
    """What a text says of a call: answered, abandoned, blocked, or "" where it is not known."""
    words = tokens(text)
    for phrase, outcome in lexicon().outcomes:
        if outcome in OUTCOMES and _within(phrase, words):
            return outcome
    return ""


def direction_of(text: str) -> str:
    """`incoming`, `outgoing` or ""."""
    words = tokens(text)
    for phrase, outcome in lexicon().outcomes:
        if outcome in {INCOMING, OUTGOING} and _within(phrase, words):
            return outcome
    return ""


def _within(phrase: Sequence[str], words: Sequence[str]) -> bool:
    size = len(phrase)
    if any(tuple(words[p : p + size]) == tuple(phrase) for p in range(len(words) - size + 1)):
        return True
    return size == 1 and not phrase[0].isascii() and any(phrase[0] in word for word in words)


def outcome_share(column: Told) -> float:
    known = column.holds.known
    return sum(bool(outcome_of(text)) for text in known) / max(1, len(known))


def call_meaning(
    header: Sequence[str], rows: Sequence[Sequence[str]], given: Mapping[str, str] | None = None
) -> Meaning:
    """The meaning of a list of calls; `given` names columns by word, and wins."""
    given = dict(given or {})
    columns = told(header, rows)
    by_name = {column.name: column for column in columns}
    forced = {word: by_name[name] for word, name in given.items() if name in by_name}
    free = [column for column in columns if column not in forced.values()]
    when, _, doubts = times_found(free, or_ends=False)
    if "offered_at" in given:
        when, doubts = [], []
    rest = [column for column in free if column not in when]
    named = _named(rest, forced)
    values = assigned(
        [c for c in rest if c.name not in named.values()], [*SECONDS, "duration", "queue", "end"]
    )
    values.update({word: c for word, c in forced.items() if word in {*SECONDS, "duration", "queue"}})
    styles, open_ones = styles_found([c for c in columns if c in values.values()])
    doubts += [two_ways(name) for name in open_ones]
    guesses = []
    for word, column in values.items():
        if word in {"queue", "end"}:
            continue
        style = styles.get(column.place, "")
        measure = measure_of(word, column.header, column.holds, style, None)
        if measure is None:
            doubts.append(open_unit(column.name))
        guesses.append(Guess(word, (column.name,), measure.unit if measure else OPEN, style=style))
    if "end" in values and "ended_at" not in named:
        named["ended_at"] = values["end"].name
    used = {*(c.name for c in when), *named.values(), *(c.name for c in values.values())}
    return Meaning(
        when=tuple(column.name for column in when),
        guesses=tuple(guesses),
        calls=True,
        queue=values["queue"].name if "queue" in values else None,
        doubts=tuple(doubts),
        left=tuple(c.name for c in columns if c.name not in used and c.holds.known),
        named=named,
    )


def _named(rest: Sequence[Told], forced: Mapping[str, Told]) -> dict[str, str]:
    """The columns of outcome, direction and further times, by word."""
    named: dict[str, str] = {
        w: c.name for w, c in forced.items() if w in {"outcome", "answered_at", "ended_at", "direction"}
    }
    flags = [(column, sense) for column in rest if (sense := _flag(column))]
    if "outcome" not in named and flags:
        column, _ = min(flags, key=lambda pair: (pair[1] != "answered", pair[0].place))
        named["outcome"] = column.name
    texts = sorted(
        (c for c in rest if c.best == "outcome" and c.holds.kind == "text"),
        key=lambda c: (-outcome_share(c), -c.scores["outcome"], c.place),
    )
    if "outcome" not in named and texts and outcome_share(texts[0]) > 0:
        named["outcome"] = texts[0].name
    for word in ("answered_at", "direction"):
        found = [
            c for c in rest if c.best == word and c.scores[word] >= LEAST and c.name not in named.values()
        ]
        if found and word not in named:
            named[word] = max(found, key=lambda c: c.scores[word]).name
    return named


def outcomes_of(
    column: Told | None, said: Mapping[str, str], answered: Sequence[bool] | None
) -> CallOutcomes:
    """What each text of the outcome's column means: as said, as words tell, or as the answered rows show.

    `answered` says of each looked-at row whether a time of answer or talk is there; None where no column
    tells that.
    """
    if column is None:
        return CallOutcomes(None, {})
    flag = _flag(column) or (
        "answered" if column.header.score("answered") > column.header.score("abandoned") else "abandoned"
    )
    found: dict[str, str] = {}
    unknown = []
    given = {folded(text): outcome for text, outcome in said.items() if outcome in OUTCOMES}
    for text in column.holds.distinct:
        flags = lexicon().flags
        if folded(text) in given:
            found[text] = given[folded(text)]
        elif column.holds.is_flag and folded(text) in flags:
            yes = flags[folded(text)]
            found[text] = flag if yes else {"answered": "abandoned", "abandoned": "answered"}[flag]
        elif outcome := outcome_of(text):
            found[text] = outcome
        elif answered is not None and (shown := _shown(column, text, answered)):
            found[text] = shown
        else:
            unknown.append(text)
    return CallOutcomes(column.name, found, tuple(unknown))


def _shown(column: Told, text: str, answered: Sequence[bool]) -> str:
    """The outcome of a text whose rows were all answered, or none of them."""
    rows = [there for cell, there in zip(column.holds.cells, answered, strict=True) if cell.strip() == text]
    if all(rows):
        return "answered"
    return "" if any(rows) else "abandoned"


def with_forced(meaning: Meaning, when: Sequence[str]) -> Meaning:
    """The meaning with the time's columns as given."""
    return replace(meaning, when=tuple(when), left=tuple(n for n in meaning.left if n not in when))
