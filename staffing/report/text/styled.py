"""Lines of text with a style each, and how they reach a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from staffing.report.text import Line


def show_styled(lines: Iterable[Line], console: Console | None = None) -> None:
    """Print lines of text in their styles."""
    out = console or Console(stderr=True, highlight=False)
    for text, style in lines:
        out.print(Text(text, style=style), soft_wrap=not out.is_terminal)
