"""Times of the week in words, as a plan file writes them."""

from __future__ import annotations

from staffing.arrays import Bools
from staffing.timegrid import DAY_NAMES, clock_spans

SHOWN_SPANS = 6


def spans_of_week(chosen: Bools, step_minutes: int) -> str:
    """`Mon-Fri 17:00-20:00, Sat 09:00-12:00` of the intervals of a week, Monday first; the first six spans.

    Days that follow each other with the same spans are named together.
    """
    days = [tuple(clock_spans(day, step_minutes)) for day in chosen.reshape(7, -1)]
    texts: list[str] = []
    first = 0
    for last in range(7):
        if last < 6 and days[last + 1] == days[first]:
            continue
        name = DAY_NAMES[first].capitalize()
        name += "" if last == first else f"-{DAY_NAMES[last].capitalize()}"
        texts += [f"{name} {span}" for span in days[first]]
        first = last + 1
    more = len(texts) - SHOWN_SPANS
    return ", ".join(texts[:SHOWN_SPANS]) + (f" and {more} more" if more > 0 else "")
