"""The scorecard of the history behind the plan."""

from __future__ import annotations

from markupsafe import Markup

from staffing.records.run_page import RunPage
from staffing.report.html.run_page.open_rows import OpenRows
from staffing.report.html.run_page.section import PageSection
from staffing.report.html.scorecard import scorecard_tables


def section(page: RunPage, rows: OpenRows) -> PageSection | None:  # noqa: ARG001
    """None where the history is not at hand."""
    if page.card is None:
        return None
    html = Markup(f'<div class="scorecard">{scorecard_tables(page.card)}</div>')
    return PageSection("scorecard", "Scorecard of the history", html)
