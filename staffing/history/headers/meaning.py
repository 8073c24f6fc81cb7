"""What a table means: the words of the glossary, and the columns that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from staffing.tables.numbers import PLAIN


@dataclass(frozen=True)
class Guess:
    """A word of the glossary and the columns that hold it; several are added up."""

    word: str
    headers: tuple[str, ...]
    unit: str = "count"
    total: bool = False
    style: str = PLAIN
    score: float = 1.0

    @property
    def said(self) -> str:
        """Such as `AHT (min) → aht_seconds (minutes, total)`."""
        details = [
            text for text, there in ((self.unit, self.unit != "count"), ("total", self.total)) if there
        ]
        return f"{' + '.join(self.headers)} → {self.word}" + (f" ({', '.join(details)})" if details else "")


@dataclass(frozen=True)
class Meaning:
    """What a table means.

    `when` are the columns of the time, joined; `calls`: a row is one contact. `doubts` are reasons to ask
    before reading, `left` the columns that are not read.
    """

    when: tuple[str, ...]
    guesses: tuple[Guess, ...]
    calls: bool = False
    months: bool = False
    queue: str | None = None
    doubts: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    named: Mapping[str, str] | None = (
        None  # of calls: the column of outcome, direction, answered_at, ended_at
    )

    def said(self) -> list[str]:
        """Each column that is read, and as what."""
        lines = [f"{' + '.join(self.when)} → {'offered_at' if self.calls else 'interval_start'}"]
        if self.queue is not None:
            lines.append(f"{self.queue} → queue")
        lines += [f"{name} → {word}" for word, name in (self.named or {}).items()]
        return [*lines, *(guess.said for guess in self.guesses)]
