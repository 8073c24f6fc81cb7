"""What a table means: the words of the glossary, and the columns that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from staffing.tables.numbers import PLAIN

OPEN = "?"  # for a unit that nothing tells: in a mapping that is printed to be corrected


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


class ReasonToAsk(NamedTuple):
    """A reason to ask before reading; `column` where it is about one column alone."""

    text: str
    column: str = ""


def two_ways(name: str) -> ReasonToAsk:
    """A column of numbers such as 1.100, of which nothing tells how they are written."""
    return ReasonToAsk(f"the numbers of {name} can be read in two ways", name)


def open_unit(name: str) -> ReasonToAsk:
    """A column of times whose unit neither header nor size tells."""
    return ReasonToAsk(f"the unit of {name} is not sure", name)


@dataclass(frozen=True)
class Meaning:
    """What a table means.

    `when` are the columns of the time, joined; `calls`: a row is one contact; `ends`: its times are the ends
    of intervals. Rows that differ in `apart` are of queues of their own, those that differ in `merged` are
    added up. `doubts` are reasons to ask before reading, `left` the columns that are not read, `notes` what
    else is to be said, `near` the headers that are nearly a word of the glossary, by that word.
    """

    when: tuple[str, ...]
    guesses: tuple[Guess, ...]
    calls: bool = False
    months: bool = False
    ends: bool = False
    queue: str | None = None
    apart: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    doubts: tuple[ReasonToAsk, ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] | None = (
        None  # of calls: the column of outcome, direction, answered_at, ended_at
    )

    def said(self) -> list[str]:
        """Each column that is read, and as what."""
        time = "offered_at" if self.calls else "interval_end" if self.ends else "interval_start"
        lines = [f"{' + '.join(self.when)} → {time}"]
        if self.queue is not None:
            lines.append(f"{' + '.join((self.queue, *self.apart))} → queue")
        lines += [f"{name} → added up" for name in self.merged]
        lines += [f"{name} → {word}" for word, name in (self.named or {}).items()]
        return [*lines, *(guess.said for guess in self.guesses)]

    def unread(self) -> list[str]:
        """Each column that is not read, and what it may be meant for."""
        meant = {name: word for word, name in self.near.items()}
        return [f"{name} (is it {meant[name]}?)" if name in meant else name for name in self.left]
