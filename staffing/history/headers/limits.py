"""What a header says of a limit in time: `within 15 s`, `<= 15 sec`, `after 20 seconds`, `short`.

Calls abandoned within a limit are a part of the abandoned ones, in every language and under every sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from staffing.history.headers.lexicon import Phrase, lexicon
from staffing.history.headers.tokens import folded, is_cjk, tokens

Limit = Literal["within", "beyond", "short"]
_SIGNS = re.compile(r"([<≤⩽]|[>≥⩾])\s*=?\s*\d")
_RANGE = re.compile(r"(?<![\d.])(\d+)\s?[-–~]\s?\d+\s*([^\W\d_]+)")
_LENGTH = re.compile(r"(\d+)\s*(\+?)\s*([^\W\d_]+|''|\")")
_SECONDS = frozenset({"''", '"', "s", "sec", "second"})
COUNTED = ("answered", "abandoned")
_NONE_OF_THEM = "other"


def limit_of(text: str) -> Limit | None:
    """Whether a header counts what happened within a limit, beyond one, or soon; None where it has none."""
    bare = folded(text)
    words = tokens(text)
    if sign := _SIGNS.search(bare):
        return "within" if sign[1] in "<≤⩽" else "beyond"
    if (span := _RANGE.search(bare)) and _unit(span[2]) is not None:
        return "beyond" if int(span[1]) else "within"
    lengths = [(unit, found[2]) for found in _LENGTH.finditer(bare) if (unit := _unit(found[3]))]
    if lengths:
        if any(more for _, more in lengths):
            return "beyond"
        said = next((limit for phrase, limit in _phrases() if _stands(phrase, words)), None)
        if said is not None or any(unit == "seconds" for unit, _ in lengths):
            return said or "within"
    return "short" if any(_stands(phrase, words) for phrase in lexicon().limits["short"]) else None


def with_limit(senses: Mapping[str, float], limit: Limit) -> dict[str, float]:
    """The meanings of a header with a limit: a part of the answered or abandoned is neither of them.

    Where both are meant, as in `not answered within 20 s`, it is no count of the glossary.
    """
    limited = [sense for sense in COUNTED if sense in senses and (limit != "short" or sense == "abandoned")]
    made = {sense: score for sense, score in senses.items() if sense not in limited}
    for sense in limited:
        part = f"{sense}_within_target"
        if limit == "beyond" or len(limited) > 1:
            made.pop(part, None)
            part = _NONE_OF_THEM
        made[part] = max(made.get(part, 0.0), senses[sense])
    return made


def _unit(text: str) -> str | None:
    """The unit of time that a text begins with, as `秒以内` begins with seconds."""
    if text in _SECONDS:
        return "seconds"
    known = lexicon().units
    words = tokens(text)
    if words in known:
        return known[words]
    glued = [
        unit
        for phrase, unit in known.items()
        if len(phrase) == 1 and is_cjk(phrase[0]) and text.startswith(phrase[0])
    ]
    return glued[0] if glued else None


@cache
def _phrases() -> tuple[tuple[Phrase, Limit], ...]:
    """The longest first: `no more than` is no `more than`."""
    limits: tuple[Limit, Limit] = ("within", "beyond")
    known = [(phrase, limit) for limit in limits for phrase in lexicon().limits[limit]]
    return tuple(sorted(known, key=lambda pair: (-len(pair[0]), -len("".join(pair[0])))))


def _stands(phrase: Phrase, words: Phrase) -> bool:
    if len(phrase) == 1 and is_cjk(phrase[0]):
        return any(phrase[0] in word for word in words)
    return any(words[place : place + len(phrase)] == phrase for place in range(len(words) - len(phrase) + 1))
