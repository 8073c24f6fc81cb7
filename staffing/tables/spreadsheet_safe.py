"""Texts that a spreadsheet would run: a queue named `=HYPERLINK(…)` must not reach whoever opens our CSV.

A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no number gets an apostrophe
in front, which spreadsheets show as text (OWASP, CSV Injection). Reading takes it back, so that a name is the
same in every file of a run. A text that has such apostrophes of its own gets one more, and keeps its own.
"""

from __future__ import annotations

STARTERS = frozenset("=+-@\t\r")
MARK = "'"


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return MARK + text if _runs(text) else text


def original(text: str) -> str:
    """The text of which `harmless` made this one."""
    return text[1:] if text[:1] == MARK and _runs(text) else text


def _runs(text: str) -> bool:
    """True where it begins like a formula, whatever apostrophes stand before, and is no number."""
    bare = text.lstrip(MARK)
    if bare[:1] not in STARTERS or not bare:
        return False
    try:
        float(bare)
    except ValueError:
        return True
    return False
