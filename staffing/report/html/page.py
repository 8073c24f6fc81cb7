"""The shell of every page: how pages look, small, printable, without a script or a network."""

from __future__ import annotations

from html import escape as _escape
from pathlib import Path

from staffing.tables.source import write_text
from staffing.wording import legible

_STYLE = """\
  :root { --ink:#1c2733; --soft:#64748b; --line:#e2e8f0; --need:#1c2733; --met:#9cc3e6; --spare:#dbe7f3;
          --short:#e8590c; --extra:#f2b35e; }
  body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 920px; margin: 2rem auto;
         padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin-bottom: 0; }  h2 { font-size: 1.1rem; margin-top: 2.2rem; }
  p.sub { color: var(--soft); margin: .2rem 0 1rem; }  figcaption { font-weight: 600; }
  dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .8rem; }
  dl div { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; }
  dt { color: var(--soft); font-size: .85rem; }  dd { margin: 0; font-size: 1.35rem; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
  th:first-child, td:first-child { text-align: left; }
  td { white-space: nowrap; }
  td.short { color: var(--short); font-weight: 600; }  tr.closed { color: var(--soft); }
  @media (max-width: 640px) { table { display: block; overflow-x: auto; } }
  figure { margin: 1rem 0; break-inside: avoid; }  svg text { font-size: 11px; fill: var(--soft); }
  .key span { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em; border-radius: 2px; }
"""
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
{body}
</html>
"""


def escape(text: str) -> str:
    """A text of others as HTML shows it: no markup of its own, and nothing that steers or hides."""
    return _escape(legible(text))


def write_page(path: str | Path, title: str, body: str) -> None:
    """Write a page of that title; `body` is HTML, in which texts are escaped already."""
    with write_text(path) as stream:
        stream.write(_PAGE.format(title=escape(title), style=_STYLE, body=body))
