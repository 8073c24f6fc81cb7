"""How a file writes its numbers: which mark stands before the decimals, which between the thousands.

1.234 is a thousand in one country and little more than one in another. A column is read by what all its
cells, and those of the other columns, allow; where both readings remain the caller has to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

PLAIN = ""
POINT, COMMA = ",.", ".,"  # thousands mark, decimal mark
STYLES = (POINT, COMMA)
_BLANKS = re.compile("[\u00a0\u202f\u2009 '’٬]")
_NUMBER = re.compile(r"[-+−]?[\d.,\u00a0\u202f\u2009 '’٬]*\d[\d.,]*\s?%?")
_SIMPLE = re.compile(r"[-+]?\d+(\.\d+)?")
_GROUPED = {mark: re.compile(rf"[-+]?[1-9]\d{{0,2}}(\{mark}\d{{3}})+") for mark in ".,"}
_LAKHS = re.compile(r"[-+]?[1-9]\d?(,\d\d)+,\d{3}")  # 1,00,000 of India is a hundred thousand
_SPACED = re.compile("[-+−]?[1-9]\\d{0,2}(?:[\u00a0\u202f\u2009 '’٬]\\d{3})+(?:[.,]\\d*)?")
_UNKNOWN_MARKS = """
- -- — – . n/a na null none nan -:-- --:-- #n/a #div/0! #value! #ref! #num! k.a. n.v. s/d s.d. n/d n.d.
brak yok 无 なし 없음
"""
UNKNOWN = frozenset(_UNKNOWN_MARKS.split())


def is_unknown(text: str) -> bool:
    """Whether a cell says that nothing is known; an empty one does."""
    text = text.strip()
    return not text or text.casefold() in UNKNOWN


def is_number(text: str) -> bool:
    """Whether a cell is a number in some country's way of writing, a percentage included."""
    text = text.strip()
    return _NUMBER.fullmatch(text) is not None and _readings(text) != set()


def styles_of(cells: Iterable[str], *, whole: bool) -> set[str]:
    """The styles by which every cell is a number, and of `whole` ones a whole number."""
    fitting = set(STYLES)
    for text in {cell.strip() for cell in cells}:
        if not is_unknown(text) and not text.isdecimal():
            fitting &= _readings(text, whole=whole)
            if not fitting:
                break
    return fitting


def unstyled(text: str, style: str) -> str:
    """The number as `float` reads it; a text that is none in that style stays as it is."""
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return text
    if is_unknown(text):
        return ""
    bare = _bare(text)
    percent = bare.endswith("%")
    bare = bare.rstrip("%")
    if style:
        thousands, decimal = style[0], style[1]
        if not _fits(bare, thousands, decimal):
            return text
        bare = bare.replace(thousands, "").replace(decimal, ".")
    if not percent:
        return bare
    try:
        return repr(float(bare) / 100)
    except ValueError:
        return text


def _readings(text: str, *, whole: bool = False) -> set[str]:
    bare = _bare(text).rstrip("%")
    if not bare:
        return set()
    fitting = {style for style in STYLES if _fits(bare, style[0], style[1])}
    if whole:
        fitting = {style for style in fitting if _is_whole(bare, style[1])}
    return fitting


def _bare(text: str) -> str:
    """Without blanks and apostrophes between thousands; where they stand elsewhere they stay."""
    body = text.rstrip("%").strip()
    if _SPACED.fullmatch(body):
        text = _BLANKS.sub("", text)
    return text.replace("−", "-").replace("\u00a0%", "%").replace("\u202f%", "%").replace(" %", "%")


def _is_whole(bare: str, decimal: str) -> bool:
    _, mark, digits = bare.partition(decimal)
    return not mark or not digits.strip("0")


def _fits(bare: str, thousands: str, decimal: str) -> bool:
    body, mark, digits = bare.partition(decimal)
    if mark and not digits.isdecimal():
        return False
    digits_only = body.lstrip("+-")
    if digits_only.isdecimal() or (not digits_only and bool(mark)):
        return True
    if thousands == "," and _LAKHS.fullmatch(body):
        return True
    return _GROUPED[thousands].fullmatch(body) is not None


def is_simple(cells: Sequence[str]) -> bool:
    """Whether all cells are digits with at most a decimal point: the common case."""
    return all(not cell or _SIMPLE.fullmatch(cell) for cell in map(str.strip, cells))
