"""The page of a run: its sections in order, its style, and the script that draws what is chosen."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from staffing.records.run_page import RunPage
from staffing.report.html.page import STYLE, script_text
from staffing.report.html.run_page.open_rows import OpenRows, open_rows
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.run_page.sections import (
    costs,
    day,
    days,
    forecast,
    headline,
    heat_map,
    notes,
    roster,
    scorecard,
    service,
    shifts,
    work,
)
from staffing.report.html.run_page.views import page_data, view_names
from staffing.report.html.template import json_for_script, render
from staffing.tables.source import write_text
from staffing.wording import counted

SECTIONS: tuple[Callable[[RunPage, OpenRows], PageSection | None], ...] = (
    headline.section,
    heat_map.section,
    day.section,
    shifts.section,
    forecast.section,
    service.section,
    days.section,
    work.section,
    costs.section,
    roster.section,
    notes.section,
    scorecard.section,
)
_SCRIPTS = Path(__file__).parent / "script"
_TEMPLATE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{{ digest }}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{ page.name }}: plan of {{ page.run }}</title>
<style>
{{ style }}</style>
</head>
<body>
<a class="skip" href="#main">To the plan</a>
<header>
<h1>{{ page.name }}</h1>
<p class="sub">{{ span }}. Planned with the data known on {{ page.as_of }}.</p>
<nav aria-label="Sections">{% for section in sections %}
<a href="#{{ section.key }}">{{ section.title }}</a>{% endfor %}
</nav>
{% if views|length > 1 %}<div class="bar views"><label>Show <select id="view">
{% for name in views %}<option value="{{ loop.index0 }}">{{ name }}</option>{% endfor %}
</select></label></div>{% endif %}
</header>
<main id="main">
{% for section in sections %}
<section id="{{ section.key }}" aria-labelledby="{{ section.key }}-title"
 {%- if loop.first %} class="first"{% endif %}><h2 id="{{ section.key }}-title">{{ section.title }}</h2>
{{ section.html }}
</section>
{% endfor %}
</main>
<footer>Made by staffing {{ page.version }}. This file needs no network.</footer>
<script type="application/json" id="data">{{ data }}</script>
<script>{{ script }}</script>
</body>
</html>
"""


def write_run_page(path: str | Path, page: RunPage) -> None:
    """Write the page; reading it needs nothing but a browser."""
    with write_text(path) as stream:
        stream.write(run_page(page) + "\n")


def run_page(page: RunPage) -> str:
    """The page as HTML. The browser runs the script that is known by its digest, and no other."""
    rows = open_rows(page)
    sections = [made for make in SECTIONS if (made := make(page, rows)) is not None]
    data = page_data(page, rows)
    for section in sections:
        data |= section.data
    script = script_text(
        [_SCRIPTS / name for name in ("page.js", *(one.script for one in sections if one.script))]
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    first, last = page.days[0], page.days[-1]
    span = f"{first.weekday} {first.date} to {last.weekday} {last.date}, {counted(len(page.days), 'day')}"
    html = render(
        _TEMPLATE,
        page=page,
        span=span,
        sections=sections,
        views=view_names(page),
        data=json_for_script(data),
        script=script,
        digest=digest,
        style=STYLE,
    )
    return str(html)
