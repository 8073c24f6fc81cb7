"""The pictures: what is short is seen, whatever the width."""

from __future__ import annotations

from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from staffing.records import Coverage, DaySummary, Summary
from staffing.report.html import write_html
from staffing.report.terminal import show_schedule, strip_chart

DAY = DaySummary("2026-11-23", "Mon", 1000.0, 10.0, 12, 80.0, 0.81, 1.0, 2.0)
CLOSED = DaySummary("2026-11-24", "Tue", 0.0, 0.0, 0, 0.0, None, 0.0, 0.0)


def coverage(intervals: int, interval_minutes: int) -> Coverage:
    """Needs ten all day; one interval in the middle has four."""
    start = np.datetime64("2026-11-23T00:00:00")
    times = start + np.arange(intervals) * np.timedelta64(interval_minutes * 60, "s")
    scheduled = np.full(intervals, 10.0)
    scheduled[intervals // 2] = 4.0
    none = np.zeros(intervals)
    required = np.full(intervals, 10.0)
    return Coverage(times, none.astype(np.int64), required, scheduled, none, none + 0.8, interval_minutes)


@pytest.mark.parametrize(("intervals", "minutes"), [(24, 60), (48, 30), (96, 15)])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_chart_fits_and_shows_the_shortage(intervals: int, minutes: int, width: int) -> None:
    """No line is wider than the terminal, and a shortage of one interval is drawn."""
    chart = strip_chart(coverage(intervals, minutes), DAY, width).plain
    bars = [line for line in chart.splitlines() if "┤" in line]
    assert len(bars) == 10
    assert all(len(line) <= width for line in bars)
    assert "×" in bars[0]
    assert "×" not in bars[-1]


def shown() -> str:
    summary = Summary(80.0, 80.0, 79.0, 0.0125, 0.81, 1000.0, 48, 1, 1.0, 2.0, 12, 3, "highs", 0.1)
    stream = StringIO()
    console = Console(file=stream, width=80)
    show_schedule("[b]Centre[/b]", summary, [DAY, CLOSED], coverage(48, 30), console)
    return stream.getvalue()


def test_the_table_of_days_is_plain_where_it_is_not_a_terminal() -> None:
    """No colour codes, no box characters, names taken literally, closed days dimmed to dots."""
    text = shown()
    assert "\x1b" not in text
    assert "[b]Centre[/b]" in text
    assert "81.0%" in text
    assert "at most 1.25% above the least possible cost, proven" in " ".join(text.split())
    assert "·" in next(line for line in text.splitlines() if line.startswith("Tue"))


def test_the_page_is_whole_and_escapes_names(tmp_path: object) -> None:
    """One self-contained file: no script, nothing fetched, markup in names harmless."""
    from pathlib import Path

    path = Path(str(tmp_path)) / "report.html"
    summary = Summary(80.0, 80.0, 79.0, 0.0125, None, 1000.0, 48, 1, 1.0, 2.0, 12, 3, "highs", 0.1)
    write_html(path, "<script>Centre</script>", summary, [DAY, CLOSED], coverage(48, 30))
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count("<figure>") == 1
    assert "var(--short)" in page
