"""Which rows of a list of calls are outgoing: left out and counted; what every text is taken for is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import indent

from staffing.errors import TO_COPY, InputError, Problem
from staffing.history.headers.calls import INCOMING, OUTGOING, direction_of
from staffing.history.headers.tokens import folded
from staffing.tables.numbers import is_unknown

_CODE = 2  # letters: a longer text is a word, and a word beside known ones is a kind of incoming call
_FEW = 4  # unknown words of which some may be the outgoing calls; more are names of something else
_SHOWN = 8


@dataclass
class Directions:
    """The texts of a column of directions as they stream by; `said` gives meanings of texts, and wins."""

    file: str
    column: str
    said: Mapping[str, str]
    counts: Counter[str] = field(default_factory=Counter)
    _known: dict[str, str] = field(default_factory=dict)

    def leaves_out(self, text: str) -> bool:
        """Whether the row is no incoming call."""
        text = text.strip()
        if text not in self._known:
            meant = {folded(of): meaning for of, meaning in self.said.items()}.get(folded(text), "")
            self._known[text] = meant if meant in {INCOMING, OUTGOING} else direction_of(text)
        self.counts[text] += 1
        return self._known[text] == OUTGOING

    @property
    def left_out(self) -> int:
        """Rows that were outgoing, of those that have streamed by."""
        return sum(count for text, count in self.counts.items() if self._known[text] == OUTGOING)

    def settled(self) -> list[str]:
        """What was counted and what was not; InputError where texts may mean either."""
        by_kind: dict[str, list[str]] = {}
        for text in self.counts:
            kind = self._known[text] or ("blank" if is_unknown(text) else "open")
            by_kind.setdefault(kind, []).append(text)
        unknown = by_kind.get("open", [])
        if self._is_open(unknown, is_told=bool(by_kind.keys() & {INCOMING, OUTGOING})):
            raise InputError(self._question(unknown))
        counted = [*by_kind.get(INCOMING, []), *unknown]
        notes = []
        if by_kind.get(OUTGOING):
            notes.append(f"{self.left_out} outgoing or internal calls were left out")
        texts = [f"{', '.join(counted[:_SHOWN])} counted"] if counted else []
        if by_kind.get("blank"):
            texts.append(f"{sum(self.counts[text] for text in by_kind['blank'])} rows without one counted")
        if by_kind.get(OUTGOING):
            texts.append(f"{', '.join(by_kind[OUTGOING][:_SHOWN])} left out")
        notes.append(f"by {self.column}: {'; '.join(texts)}")
        if unknown:
            example = f'"{unknown[0]}" = "{OUTGOING}"'
            notes[-1] += f" (leave some out with [outcomes] {example} in a file for --map)"
        return notes

    def _is_open(self, unknown: list[str], *, is_told: bool) -> bool:
        """Whether some of the unknown texts may well be the outgoing calls."""
        if not unknown or len(self.counts) == 1:
            return False
        if any(text.isdecimal() or len(text) <= _CODE for text in unknown):
            return True
        return not is_told and 1 < len(unknown) <= _FEW

    def _question(self, unknown: list[str]) -> Problem:
        lines = "\n".join(["[outcomes]", *(f'"{text}" = "{INCOMING}"' for text in unknown[:20])])
        hint = f"save this as map.toml, write {OUTGOING} for those that are, and add --map map.toml:"
        hint = f"{hint}\n{indent(lines, TO_COPY)}"
        value = ", ".join(unknown[:5])
        return Problem(self.file, "directions that are known", hint, None, self.column, value)
