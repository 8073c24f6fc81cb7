"""In which encoding a file's text stands: told by its mark, its NUL bytes, and whether it is UTF-8 at all.

Spreadsheets on Windows save "Unicode text" as UTF-16 and "CSV" in the country's code page, in most of Europe
and America Windows-1252. A file that is partly UTF-8 and partly not is damaged, and is read as UTF-8 so that
the message names the byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

UTF_8 = "utf-8-sig"
WESTERN = "cp1252"
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


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a whole file in chunks: as marked, UTF-8, or Windows-1252 where it is neither."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, multi_byte, is_first = True, False, True
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
        if not is_utf_8 and _NOT_WESTERN.search(chunk):
            return UTF_8
        multi_byte = multi_byte or _MULTI_BYTE.search(chunk) is not None
    return UTF_8 if is_utf_8 or multi_byte else WESTERN


def is_known(name: str) -> bool:
    """Whether Python knows a text encoding of that name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
