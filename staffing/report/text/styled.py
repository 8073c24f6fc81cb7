"""Lines of text with a style each, and how they reach a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from staffing.report.text import Line
from staffing.wording import legible


def show_styled(lines: Iterable[Line], console: Console | None = None) -> None:
    """Print lines of text in their styles."""
    out = console or Console(stderr=True, highlight=False)
    for text, style in lines:
        line = text.lstrip("\n")
        above = "\n" * (len(text) - len(line))
        out.print(Text(above + legible(line), style=style), soft_wrap=not out.is_terminal)
