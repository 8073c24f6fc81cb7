"""The field's words in the languages of `languages/`, one file each, put together in one lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from staffing.history.headers.tokens import folded, is_cjk, tokens

LANGUAGES = (
    "english",
    "german",
    "french",
    "spanish",
    "portuguese",
    "italian",
    "dutch",
    "polish",
    "turkish",
    "chinese",
    "japanese",
    "korean",
)
STRONG, WEAK = 1.0, 0.62
_PLURALS = ("months", "other_months", "short_months")
_DAYS = ("weekdays", "short_weekdays", "other_weekdays")
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Phrases by what they mean.

    `phrases` are (words, sense, strength), the longest first; `modifiers` and `units` map single phrases to
    what they say of a number; `edges` are words for the start and the end of an interval; `limits` are
    phrases for times within, beyond, short; `signs` are those for a rate an hour, for contacts that ended
    elsewhere, for the number of a contact; `outcomes` and `flags` are texts of cells; `months` and
    `weekdays` give the numbers of names (a name may differ between languages). `planned` are words in the
    names of sheets that hold no history.
    """

    phrases: tuple[tuple[Phrase, str, float], ...]
    modifiers: Mapping[Phrase, str]
    units: Mapping[Phrase, str]
    edges: Mapping[Phrase, str]
    limits: Mapping[str, tuple[Phrase, ...]]
    signs: Mapping[str, tuple[Phrase, ...]]
    flags: Mapping[str, bool]
    outcomes: tuple[tuple[Phrase, str], ...]
    months: Mapping[str, int]
    weekdays: tuple[Mapping[str, int], ...]
    totals: frozenset[str]
    planned: frozenset[Phrase]


@cache
def lexicon() -> Lexicon:
    """All languages together; read once, and only where a file is not told by its format's own headers."""
    folder = files("staffing.history.headers") / "languages"
    texts = [(folder / f"{name}.toml").read_text(encoding="utf-8") for name in LANGUAGES]
    languages = [tomllib.loads(text) for text in texts]
    phrases: dict[tuple[Phrase, str], float] = {}
    modifiers: dict[Phrase, str] = {}
    units: dict[Phrase, str] = {}
    edges: dict[Phrase, str] = {}
    limits: dict[str, dict[Phrase, None]] = {}
    signs: dict[str, dict[Phrase, None]] = {}
    outcomes: dict[Phrase, str] = {}
    months: dict[str, int] = {}
    weekdays = []
    for language in languages:
        for strength, table in ((STRONG, language["senses"]), (WEAK, language["weak"])):
            for sense, words in table.items():
                for word in words:
                    phrases.setdefault((tokens(word), sense), strength)
        for kind, words in language["modifiers"].items():
            modifiers.update({tokens(word): kind for word in words})
        for unit, words in language["units"].items():
            units.update({tokens(word): unit for word in words})
        for edge, words in language["edges"].items():
            edges.update({tokens(word): edge for word in words})
        for limit, words in language["limits"].items():
            limits.setdefault(limit, {}).update(dict.fromkeys(map(tokens, words)))
        for sign, words in language["signs"].items():
            signs.setdefault(sign, {}).update(dict.fromkeys(map(tokens, words)))
        for outcome, words in language["outcomes"].items():
            outcomes.update({tokens(word): outcome for word in words})
        calendar = language["calendar"]
        for names in _PLURALS:
            for number, name in enumerate(calendar.get(names, ()), 1):
                months.setdefault(folded(name), number)
        weekdays += [
            {folded(name): number for number, name in enumerate(calendar[names])}
            for names in _DAYS
            if names in calendar
        ]
    return Lexicon(
        phrases=tuple(
            (words, sense, strength)
            for (words, sense), strength in sorted(phrases.items(), key=lambda item: -len(item[0][0]))
        ),
        modifiers=modifiers,
        units=units,
        edges=edges,
        limits={limit: tuple(found) for limit, found in limits.items()},
        signs={sign: tuple(found) for sign, found in signs.items()},
        flags={
            folded(text): kind == "yes"
            for language in languages
            for kind, texts in language["flags"].items()
            for text in texts
        },
        outcomes=tuple(sorted(outcomes.items(), key=lambda item: -len("".join(item[0])))),
        months=months,
        weekdays=tuple(weekdays),
        totals=frozenset(folded(word) for language in languages for word in language["modifiers"]["total"]),
        planned=frozenset(tokens(word) for language in languages for word in language["sheets"]["planned"]),
    )


def is_total(text: str) -> bool:
    """Whether a cell calls its row or column a total, in whatever language: `Total`, `Gesamt`, `合计`."""
    words = folded(text).strip(" :.")
    first, last = _edges_of_totals()
    return words in lexicon().totals or words.startswith(first) or words.endswith(last)


@cache
def _edges_of_totals() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How texts begin and end that have a word for a total before or behind others."""
    words = lexicon().totals
    return tuple(f"{word} " for word in words), tuple(f" {word}" for word in words)


def is_planned(sheet: str) -> bool:
    """Whether a sheet's name says forecast, plan, budget or target, in whatever language."""
    words = tokens(re.sub(r"\d+", " ", sheet))
    known = lexicon().planned
    return any(
        (word,) in known or (is_cjk(word) and any(phrase[0] in word for phrase in known)) for word in words
    )


def weekday_of(texts: tuple[str, ...]) -> dict[str, int] | None:
    """The weekdays (0 Monday) that the texts name, all in one language's way; None where they do not."""
    names = {folded(text).strip(" .") for text in texts}
    for known in lexicon().weekdays:
        if names <= known.keys():
            return {text: known[folded(text).strip(" .")] for text in texts}
    return None
