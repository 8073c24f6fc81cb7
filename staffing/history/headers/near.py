"""Headers that are nearly words of the field: `Ofered`, `Anwsered`, `abandonned`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from staffing.history.headers.columns import COUNTS, LEAST, SECONDS, Told
from staffing.history.headers.lexicon import STRONG, lexicon
from staffing.history.headers.tokens import tokens

_WORDS = frozenset({*COUNTS, *SECONDS})
_ALIKE = 0.82
_SHORTEST = 5  # letters: shorter words are too often near to another


def near_words(columns: Sequence[Told]) -> dict[str, str]:
    """For each word of the glossary that a column nearly names, the column's header; the nearest counts."""
    found: dict[str, tuple[float, str]] = {}
    for column in columns:
        if column.header.best[1] >= LEAST or not column.holds.known:
            continue
        ratio, word = _nearest(column.name)
        fits = (
            column.holds.is_count if word in COUNTS else column.holds.kind in {"number", "clock", "duration"}
        )
        if word and fits and ratio > found.get(word, (0.0, ""))[0]:
            found[word] = (ratio, column.name)
    return {word: name for word, (_, name) in found.items()}


@lru_cache(maxsize=1 << 10)
def _nearest(header: str) -> tuple[float, str]:
    """How alike the likest phrase is, and what it means; `(0, "")` where none is like it."""
    text = " ".join(tokens(header))
    if len(text) < _SHORTEST:
        return 0.0, ""
    best = (0.0, "")
    matcher = SequenceMatcher(b=text, autojunk=False)
    for phrase, sense, strength in lexicon().phrases:
        if strength < STRONG or sense not in _WORDS:
            continue
        matcher.set_seq1(" ".join(phrase))
        if matcher.real_quick_ratio() > max(best[0], _ALIKE) and matcher.quick_ratio() > max(best[0], _ALIKE):
            best = max(best, (matcher.ratio(), sense))
    return best if best[0] >= _ALIKE else (0.0, "")
