"""The columns of a table: what headers say and cells hold, scored against each meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from staffing.history.headers.header import Header, header_of, says
from staffing.history.headers.holds import Holds

COUNTS = (
    "offered",
    "answered",
    "abandoned",
    "blocked",
    "answered_within_target",
    "abandoned_within_target",
)
SECONDS = (
    "aht_seconds",
    "talk_seconds",
    "hold_seconds",
    "wrap_seconds",
    "wait_seconds",
    "abandon_wait_seconds",
)
SHARES = ("service_level", "answer_rate", "abandon_rate")
MOMENTS = ("when", "end", "answered_at", "resolved_at")
ENOUGH = 0.55  # score of a header that is taken without asking
LEAST = 0.45  # of a header's score: below it a header is no evidence
_TIMES = {"moment", "date", "month", "clock"}
_MOST_OUTCOMES = 60
_MOST_CODES = 4  # of directions: in, out, internal, none
_ROWS_PER_NUMBER = 10  # of a queue that is a number, as telephones name them: counts are more varied
_KINDS: dict[str, frozenset[str]] = {  # what cells of a meaning hold
    **dict.fromkeys(COUNTS, frozenset({"number"})),
    **dict.fromkeys((*SECONDS, "duration"), frozenset({"number", "clock", "duration"})),
    **dict.fromkeys(SHARES, frozenset({"number", "percent"})),
    **dict.fromkeys(("answered_at", "resolved_at"), frozenset({"moment", "clock", "date"})),
    "outcome": frozenset({"text"}),
    "direction": frozenset({"text", "number"}),
    "end": frozenset(_TIMES),
    "queue": frozenset({"text", "number"}),
}


@dataclass(frozen=True)
class Told:
    """One column: its place, header, and cells of the first rows."""

    place: int
    header: Header
    holds: Holds

    @property
    def name(self) -> str:
        return self.header.text

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """Meanings that header and cells allow together, likeliest first."""
        if self.header.extreme:
            return {}
        found = {sense: score for sense, score in self.header.senses.items() if score >= LEAST}
        if self.holds.is_flag and self.holds.kind == "text":
            for sense in ("answered", "abandoned"):
                if sense in found:
                    found[f"flag_{sense}"] = found.pop(sense)
        if found.get("duration") and self.header.average:
            found["aht_seconds"] = max(found.get("aht_seconds", 0.0), 0.9 * found["duration"])
        allowed = {sense: score for sense, score in found.items() if self._allows(sense)}
        return dict(sorted(allowed.items(), key=lambda pair: -pair[1]))

    def _allows(self, sense: str) -> bool:
        """Whether cells of that meaning look like these."""
        holds = self.holds
        if not holds.known:
            return False
        if sense == "when":
            return holds.kind in _TIMES or self.is_clock_number or holds.is_compact_date or holds.is_epoch
        if sense == "hour":
            return holds.is_hour and not says(self.name, "per_hour")
        if sense == "queue":
            few = holds.kind == "text" or len(holds.distinct) <= max(1, len(holds.known) // _ROWS_PER_NUMBER)
            return holds.is_names and holds.kind in _KINDS[sense] and few
        if sense in COUNTS and self.header.average:
            return False
        most = _MOST_CODES if holds.kind == "number" else _MOST_OUTCOMES
        return holds.kind in _KINDS.get(sense, {holds.kind}) and (
            sense not in {"outcome", "direction"} or len(holds.distinct) <= most
        )

    @property
    def is_clock_number(self) -> bool:
        """Numbers that may be times of day: 8.30, 0830, or an hour."""
        return self.holds.is_dotted_clock or self.holds.is_compact_clock or self.holds.is_hour

    def is_called(self, word: str) -> bool:
        """Whether the header is that word of the glossary."""
        return self.name.strip().lower() == word

    @property
    def best(self) -> str:
        """The likeliest meaning, or "" where there is none."""
        return next(iter(self.scores), "")


def told(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Told]:
    """The columns of a table of which some rows are known."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    return [Told(place, header_of(name), Holds(cells[place])) for place, name in enumerate(header)]


def assigned(columns: Sequence[Told], senses: Sequence[str]) -> dict[str, Told]:
    """The best column of each meaning, and of each column one meaning: the surest pairs first.

    Of equally sure columns the one that is called as in the glossary counts.
    """
    pairs = sorted(
        (
            (
                -column.scores[sense],
                column.name.strip().lower() != sense,
                column.place,
                senses.index(sense),
                sense,
            )
            for column in columns
            for sense in senses
            if sense in column.scores
        ),
    )
    by_place = {column.place: column for column in columns}
    found: dict[str, Told] = {}
    taken: set[int] = set()
    for score, _, place, _, sense in pairs:
        column = by_place[place]
        if sense in found or place in taken:
            continue
        if -score + 0.02 < max(column.scores.values()) - 0.35:
            continue  # the column means something else much more surely
        found[sense] = column
        taken.add(place)
    return found
