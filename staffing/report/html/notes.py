"""The notes of a run as a part of its page."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.report.html.page import escape


def notes_section(notes: Sequence[str]) -> str:
    """A list under the heading Notes, in the order in which they were said; nothing of none."""
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<section class="notes"><h2>Notes</h2>\n<ul>{items}</ul></section>'
