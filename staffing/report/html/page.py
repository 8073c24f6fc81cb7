"""The shell of every page: how pages look, light and dark, on a phone and on paper, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as _escape
from pathlib import Path

from markupsafe import Markup

from staffing.tables.source import write_text
from staffing.wording import legible

STYLE = Markup(Path(__file__).with_name("style.css").read_text(encoding="utf-8"))
_CARDS = Path(__file__).with_name("cards.js")
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
{body}
<script>{script}</script>
</html>
"""


def escape(text: str) -> str:
    """A text of others as HTML shows it: no markup of its own, and nothing that steers or hides."""
    return _escape(legible(text))


def script_text(files: Sequence[Path] = ()) -> Markup:
    """The scripts one after the other, behind that of every page: tables as cards on a phone."""
    return Markup("".join(file.read_text(encoding="utf-8") for file in (_CARDS, *files)))


def write_page(path: str | Path, title: str, body: str) -> None:
    """Write a page of that title; `body` is HTML, in which texts are escaped already."""
    with write_text(path) as stream:
        stream.write(_PAGE.format(title=escape(title), style=STYLE, body=body, script=script_text()))
