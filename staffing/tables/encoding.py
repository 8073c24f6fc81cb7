"""In which encoding a file's text stands: told by its mark, its NUL bytes, UTF-8, and the words it has then.

Spreadsheets on Windows save "Unicode text" as UTF-16 and "CSV" in the country's code page. Code pages are
told apart by the words of the field that a text has in them. Where no word tells, it is Windows-1252 if its
words are whole then, or the one other page in which they are. A file that is partly UTF-8 and partly not is
damaged, and is read as UTF-8 so that the message names the byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable

UTF_8 = "utf-8-sig"
WESTERN = "cp1252"
# Of two in which a text reads the same the first is taken.
CODE_PAGES = (WESTERN, "cp1250", "cp1254", "cp932", "euc_jp", "gb18030", "cp949", "big5")
_OF_ONE_BYTE = (WESTERN, "cp1250", "cp1254")
Likeness = Callable[[str], float]
"""How much of a text are words that such a file has; 0 for none."""

_MARKS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_WESTERN = re.compile(b"[\x81\x8d\x8f\x90\x9d]")  # bytes that Windows-1252 leaves undefined
_MULTI_BYTE = re.compile(b"[\xc3-\xf4][\x80-\xbf]")
_ASKED = 4096
_MOST_LINES = 400  # beyond ASCII, of which the words are looked at
_CLEARLY = 1.2  # times the likeness of any other reading
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_WORDS, _ASCII_LETTERS = re.compile(b"[A-Za-z\x80-\xff]+"), re.compile(b"[A-Za-z]")
_WITHIN = frozenset("’‘–—·\u00ad\u00a0…«»“”„/")  # signs that stand between letters
_ROW = 4
_WRITTEN = frozenset("€£–—°•…“”‘’„‚«»®©™¿¡ºª·²³¹½¼ \u00a0")  # signs of Western texts, beside letters
_FEW_SIGNS = 1
_MOSTLY = 0.5


def marked_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes prove: a byte-order mark, or the NUL bytes of UTF-16 text."""
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    sample = head[: min(len(head), _ASKED) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    least = len(sample) // 2 * 0.2  # CJK text has few NUL bytes, but digits and separators have theirs
    if odd > least and even * 10 < odd:
        return "utf-16-le"
    if even > least and odd * 10 < even:
        return "utf-16-be"
    return None


def encoding_of(chunks: Iterable[bytes], likeness: Likeness | None = None) -> str:
    """The encoding of a whole file in chunks: as marked, UTF-8, or the code page that its words tell."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, multi_byte, is_first, is_western = True, False, True, True
    lines: list[bytes] = []
    for chunk in chunks:
        if is_first and (name := marked_encoding(chunk)):
            return name
        is_first = False
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        if is_utf_8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf_8 = False
        if len(lines) < _MOST_LINES:  # the first and last line of a later chunk may be cut
            whole = chunk.split(b"\n")[bool(lines) :][:-1] or [chunk]
            lines += [line for line in whole if not line.isascii()]
        is_western = is_western and _NOT_WESTERN.search(chunk) is None
        multi_byte = multi_byte or _MULTI_BYTE.search(chunk) is not None
    if is_utf_8:
        return UTF_8
    sample = b"\n".join(lines[:_MOST_LINES])
    told = None if likeness is None else _told_by_words(sample, likeness)
    if told is not None:
        return told
    if multi_byte or not _are_words(sample):
        return UTF_8
    fitting = [page for page in _OF_ONE_BYTE if _has_whole_words(sample, page)]
    if is_western and WESTERN in fitting:
        return WESTERN
    return fitting[0] if len(fitting) == 1 else UTF_8


def _told_by_words(sample: bytes, likeness: Likeness) -> str | None:
    """The code page in which a text has words of the field, and clearly more than in any other one."""
    scores: dict[str, float] = {sample.decode("utf-8", "replace"): 0.0}
    pages: dict[str, str] = {}
    for page in _OF_ONE_BYTE if _is_latin(sample) else CODE_PAGES:
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        pages.setdefault(text, page)
        scores.setdefault(text, 0.0)
    scores = {text: likeness(text) for text in scores}
    best = max(scores, key=scores.__getitem__)
    others = max((score for text, score in scores.items() if text != best), default=0.0)
    return pages.get(best) if scores[best] > _CLEARLY * others else None


def _is_latin(sample: bytes) -> bool:
    """Whether words that go beyond ASCII are mostly ASCII letters, unlike those of two-byte pages."""
    words = [word for word in _WORDS.findall(sample) if not word.isascii()]
    return sum(len(_ASCII_LETTERS.findall(word)) for word in words) > _MOSTLY * sum(map(len, words))


def _has_whole_words(sample: bytes, page: str) -> bool:
    """Whether no sign stands inside a word, and no capital behind a small letter, as in £ódŸ for Łódź."""
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        return False
    return not any(
        (before.islower() and sign.isupper())
        or (
            not sign.isalpha()
            and sign not in _WITHIN
            and after.islower()
            and (before.isalpha() or sign == "£")
        )
        for before, sign, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if not sign.isascii()
    )


def _are_words(sample: bytes) -> bool:
    """Whether letters beyond ASCII stand between others: words of two-byte characters are rows of signs."""
    beyond = _BEYOND.findall(sample.decode(WESTERN, "replace"))
    rows = [run for run in beyond if len(run) >= _ROW and len(set(run)) > 1]
    signs = {sign for run in beyond for sign in run if not sign.isalpha()} - _WRITTEN
    return len(signs) <= _FEW_SIGNS and sum(map(len, rows)) <= _MOSTLY * sum(map(len, beyond))


def is_known(name: str) -> bool:
    """Whether Python knows a text encoding of that name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
