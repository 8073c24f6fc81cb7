"""One day and one of its intervals: contacts, heads, service and shifts under each other, by the script."""

from __future__ import annotations

from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.template import render

_TEMPLATE = """
<div class="bar" role="group" aria-label="Day">
<button type="button" id="day-before" aria-label="Day before">‹</button>
<label>Day <select id="day-chosen"></select></label>
<button type="button" id="day-after" aria-label="Day after">›</button>
<label>Interval <select id="interval"></select></label>
</div>
<noscript><p>The charts of single days are drawn by the script of this page, which is off here.</p></noscript>
<div class="day">
<div id="panels" tabindex="0" role="group"
 aria-label="Charts of the day: arrow keys choose an interval"></div>
<div id="chosen" aria-live="polite"></div>
</div>
"""


def section(_page: RunPage, rows: OpenRows) -> PageSection | None:
    """The frame alone: the script draws the day that is chosen. None where nothing is open."""
    if not len(rows):
        return None
    return PageSection("day", "One day", render(_TEMPLATE), script="day.js")
