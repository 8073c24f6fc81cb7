"""A header cut into words that can be compared: without case, accents, punctuation and CamelCase."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af々"
_PIECES = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+|%")
_ALIKE = str.maketrans({"ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "đ": "d"})


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Lower case without the accents of Latin letters; other scripts stay whole."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", text))


@lru_cache(maxsize=1 << 14)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text; a plural s is dropped, so that calls and call are one."""
    return tuple(map(_singular, _PIECES.findall(folded(_CAMEL.sub(" ", text)))))


def is_cjk(text: str) -> bool:
    """Whether a word is written without spaces between its parts."""
    return re.search(f"[{_CJK}]", text) is not None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
