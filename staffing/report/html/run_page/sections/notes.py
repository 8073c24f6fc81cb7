"""What the run says, the gravest first: limits that are crossed, notes, then what was done to the data."""

from __future__ import annotations

from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render

_TEMPLATE = """
{% for title, mark, texts in kinds %}{% if texts %}
<h3>{{ title }} ({{ texts|length }})</h3>
<ul class="notes {{ mark }}">{% for text in texts %}<li>{{ text }}</li>{% endfor %}</ul>
{% endif %}{% endfor %}
"""


def section(page: RunPage, rows: OpenRows) -> PageSection | None:  # noqa: ARG001
    """None where nothing is said."""
    said = page.remarks
    other = [note for note in said.notes if note not in said.treatments]
    if not (said.alerts or said.notes):
        return None
    kinds = (
        ("Act: limits of [alerts] that this run crosses", "bad", said.alerts),
        ("Check: what to know about this plan", "near", other),
        ("For the record: how the history was read", "", said.treatments),
    )
    return PageSection("notes", "Notes", render(_TEMPLATE, kinds=kinds))
