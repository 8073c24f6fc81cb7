"""One header: what it may mean and how surely, and what it says of its numbers (average, total, unit)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from staffing.history.headers.lexicon import Phrase, lexicon
from staffing.history.headers.limits import COUNTED, limit_of, with_limit
from staffing.history.headers.tokens import folded, is_cjk, tokens

_STOP_WORDS = """
of the in per to for by a an and at with on no nr der die das den im pro je de la le les l d du des
el los las do da das dos del della dell di van het een z w i na ve
"""
_STOP = frozenset(_STOP_WORDS.split())
_RATES = {
    "answered": "answer_rate",
    "abandoned": "abandon_rate",
    "answered_within_target": "service_level",
    "abandoned_within_target": "other",
    "offered": "other",
    "wait_seconds": "other",
}
_IN_BRACKETS = re.compile(r"[(\[（【]\s*([^)\]）】]*?)\s*[)\]）】]")
_AN_HOUR = re.compile(r"/ ?(?:h|hr|hour|std|stunde|heure|ora|hora|uur|godz|saat)\b|/ ?(?:小时|時間|시간)")
_HALVES = frozenset({"half", "yarim"})
_LEAST_PART = 6  # letters of a phrase that may stand inside a longer word, as in Warteschlangenname
_GLUED = 0.85


@dataclass(frozen=True)
class Header:
    """`senses` are meanings with a score up to 1; the rest is what the header says of its numbers.

    `ends`: it names the end of an interval and not its start, as `Fin d'intervalle` does.
    """

    text: str
    senses: Mapping[str, float]
    average: bool = False
    total: bool = False
    percent: bool = False
    extreme: bool = False
    unit: str | None = None
    ends: bool = False

    def score(self, sense: str) -> float:
        return self.senses.get(sense, 0.0)

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest meaning; `("", 0.0)` where it has none."""
        return max(self.senses.items(), key=lambda pair: pair[1], default=("", 0.0))


@lru_cache(maxsize=1 << 12)
def header_of(text: str) -> Header:
    """What a header says."""
    words = tokens(text)
    known = lexicon()
    unit = _unit(text, words)
    kinds = {kind for phrase, kind in known.modifiers.items() if _has(words, phrase, edge=True)}
    if unit is not None and "extreme" not in kinds and words[:1] not in {("max",), ("min",)}:
        kinds.discard("maximum")
    if "maximum" in kinds and not _begins_extreme(words):
        kinds.discard("maximum")
    senses: dict[str, float] = {}
    for phrase, sense, strength in known.phrases:
        score = strength * _match(phrase, words)
        if score > senses.get(sense, 0.0):
            senses[sense] = score
    ends = _edges(words) == {"end"}
    if ends and (scores := [senses[sense] for sense in ("when", "hour", "end") if sense in senses]):
        senses.pop("when", None)
        senses["end"] = max(scores)
    if "%" in text:
        kinds.add("percent")
    if not senses.keys().isdisjoint(COUNTED) and (limit := limit_of(text)):
        senses = with_limit(senses, limit)
    if "percent" in kinds:
        senses = _as_rates(senses)
    return Header(
        text,
        senses,
        average="average" in kinds,
        total="total" in kinds,
        percent="percent" in kinds,
        extreme=not kinds.isdisjoint({"maximum", "running"}),
        unit=unit,
        ends=ends,
    )


def _begins_extreme(words: Phrase) -> bool:
    """Whether the first word says highest or lowest; a CJK one may begin a longer word."""
    return any(
        words[:1] == phrase or (is_cjk(phrase[0]) and words[0].startswith(phrase[0]))
        for phrase, kind in lexicon().modifiers.items()
        if kind == "maximum" and words
    )


def _edges(words: Phrase) -> set[str]:
    """`start` and `end` of an interval, as far as the words name them; `to` and the like only at the end."""
    return {
        edge
        for phrase, edge in lexicon().edges.items()
        if (words[-1:] == phrase if phrase[0] in _STOP else _has(words, phrase, edge=False))
    }


def _as_rates(senses: Mapping[str, float]) -> dict[str, float]:
    """A share of the answered is no count of them."""
    made: dict[str, float] = {}
    for sense, score in senses.items():
        as_rate = _RATES.get(sense, sense)
        made[as_rate] = max(made.get(as_rate, 0.0), score)
    return made


def _unit(text: str, words: Phrase) -> str | None:
    """The unit in brackets, or the one that the header ends in."""
    known = lexicon().units
    for inside in _IN_BRACKETS.findall(text):
        if unit := known.get(tokens(inside)):
            return unit
    if re.search(r"[(\[（]?\s*(hh?:)?mm:ss\s*[)\]）]?", folded(text)):
        return "mm:ss" if "h:mm:ss" not in folded(text) else "hh:mm:ss"
    if len(words) > 1 and (unit := known.get(words[-1:])) and len(words[-1]) + len(words) > 2:
        return unit
    return None


def says(text: str, sign: str) -> bool:
    """Whether a header has a phrase of that kind of the lexicon's `signs`."""
    if sign == "per_hour" and _AN_HOUR.search(folded(text)):
        return True
    words = tokens(text)
    return any(
        _has(words, phrase, edge=False) for phrase in lexicon().signs[sign] if not _is_half(words, phrase)
    )


def _is_half(words: Phrase, phrase: Phrase) -> bool:
    """Whether a word for a half stands before a phrase, as in `yarım saatlik`: half-hourly."""
    places = [place for place in range(1, len(words)) if words[place : place + len(phrase)] == phrase]
    return any(words[place - 1] in _HALVES for place in places)


def _has(words: Phrase, phrase: Phrase, *, edge: bool) -> bool:
    """Whether the phrase stands among the words; a CJK one may begin or end a longer word."""
    if len(phrase) == 1 and is_cjk(phrase[0]):
        return any(
            word.startswith(phrase[0]) or word.endswith(phrase[0]) if edge else phrase[0] in word
            for word in words
        )
    if edge and len(phrase) == 1 and len(phrase[0]) >= _LEAST_PART:  # Gesamtdauer, Durchschnittszeit
        return any(word.startswith(phrase[0]) for word in words)
    size = len(phrase)
    return size > 0 and any(words[place : place + size] == phrase for place in range(len(words) - size + 1))


def _match(phrase: Phrase, words: Phrase) -> float:
    """How much of the words that count the phrase covers: 1 for all, 0 where it is not there."""
    if not phrase:
        return 0.0
    if _has(words, phrase, edge=False):
        inside, glued = phrase, 1.0
    elif "".join(phrase) in words or phrase == ("".join(words),):
        inside, glued = words, 1.0
    elif len(phrase) == 1 and len(phrase[0]) >= _LEAST_PART and any(phrase[0] in word for word in words):
        inside, glued = phrase, _GLUED
    else:
        return 0.0
    known = lexicon()
    rest = 0
    covered = sum(map(len, inside))
    for word in words:
        bare = word
        if word in inside or word in _STOP or word.isdecimal() or (word,) in known.units:
            continue
        if (word,) in known.modifiers:
            continue
        for part in inside:
            bare = bare.replace(part, "", 1)
        if is_cjk(bare):
            for modifier in known.modifiers:
                if len(modifier) == 1 and is_cjk(modifier[0]):
                    bare = bare.removeprefix(modifier[0]).removesuffix(modifier[0])
        rest += len(bare)
    return glued * (0.5 + 0.5 * covered / (covered + rest))
