"""The pictures: what is short is seen, whatever the width."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from staffing.records import Accuracy, Coverage, DaySummary, Summary
from staffing.report.text.backtest import show_backtest
from staffing.report.text.schedule import after_the_end, show_schedule, strip_chart

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
    return Coverage(
        interval_start=times,
        utc_offset_minutes=none.astype(np.int64),
        queue=none.astype(np.int64),
        queues=("all",),
        interval_minutes=interval_minutes,
        timezone="UTC",
        required=required,
        scheduled=scheduled,
        on_break=none,
        service_level=none + 0.8,
    )


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
    assert "at most 1.27% above the least possible cost, proven" in " ".join(text.split())
    assert "·" in next(line for line in text.splitlines() if line.startswith("Tue"))


@pytest.mark.parametrize("wape", [0.123, 12.345])
def test_every_number_of_a_backtest_is_whole_at_80_columns(wape: float) -> None:
    """No method's name is cut and no number either, however large the errors."""
    leads = ("day 1", "days 2-7", "days 8-14", "days 15-28")
    methods = ("level-calendar-profile", "smoothed-profile")
    rows = [(m, part, v) for m in methods for part, v in (("all", "all"), *(("lead", v) for v in leads))]
    many = len(rows)
    accuracy = Accuracy(
        queue=np.array(["service desk"] * many),
        method=np.array([row[0] for row in rows]),
        part=np.array([row[1] for row in rows]),
        value=np.array([row[2] for row in rows]),
        intervals=np.full(many, 10),
        offered=np.full(many, 100.0),
        wape=np.full(many, wape),
        bias=np.full(many, -wape),
        coverage_80=np.full(many, 1.0),
    )
    stream = StringIO()
    show_backtest(accuracy, Console(file=stream, width=80))
    shown = stream.getvalue()
    assert "…" not in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    for method in methods:
        assert method in shown
    for heading in ("2-7", "8-14", "15-28", "in 80%"):
        assert heading in shown


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.4, ""), (0.5, "about 1 hour "), (1.2, "about 1 hour "), (1399.6, "about 1,400 hours ")],
)
def test_hours_after_shifts_are_counted_in_words(hours: float, said: str) -> None:
    """One hour is one; less than half of one is not worth a word."""
    summary = Summary(80.0, 80.0, 79.0, 0.0125, 0.81, 1000.0, 48, 1, 1.0, 2.0, 12, 3, "highs", 0.1)
    assert said in after_the_end(replace(summary, hours_after_shift_end=hours))
    assert bool(said) == bool(after_the_end(replace(summary, hours_after_shift_end=hours)))
