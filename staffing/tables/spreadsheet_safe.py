"""Texts that a spreadsheet would run: a queue named `=HYPERLINK(…)` must not reach whoever opens our CSV.

A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no number gets an apostrophe
in front, which spreadsheets show as text (OWASP, CSV Injection). Reading leaves it: a second pass changes
nothing more.
"""

from __future__ import annotations

_STARTERS = frozenset("=+-@\t\r")


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    if text[:1] not in _STARTERS or not text:
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
