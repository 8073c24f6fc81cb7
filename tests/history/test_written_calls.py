"""A list of calls in any language is read as it was, whatever tells the outcome."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from tests.history.written import DATES
from tests.history.written_calls import CLOCKS, OUTCOMES, WORDS, Call, made_calls, written_calls


def assert_read(calls: list[Call], rows: list[list[str]], path: Path) -> None:
    """Contacts, outcomes, queues, and the seconds of wait and talk."""
    path.write_text("".join(f"{';'.join(row)}\n" for row in rows), encoding="utf-8")
    history = read_native(Source(str(path)))
    answered = [call for call in calls if call.talk is not None]
    counts = history.measures["answered"]
    assert history.offered.sum() == len(calls)
    assert counts.sum() == len(answered)
    assert set(history.queues) == {call.queue for call in calls}
    assert np.nansum(history.measures["wait_seconds"] * counts) == pytest.approx(
        sum(c.wait for c in answered)
    )
    assert np.nansum(history.aht_seconds * counts) == pytest.approx(sum(call.talk or 0 for call in answered))


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("language", WORDS)
def test_calls_are_read_in_every_language(language: str, outcome: str, tmp_path: Path) -> None:
    """The outcome as a word, as yes and no, by a time of answer, or by whether there was talk."""
    calls = made_calls(len(language) + len(outcome))
    rows = written_calls(calls, language, outcome, "seconds", DATES["iso"], apart=True)
    assert_read(calls, rows, tmp_path / "calls.csv")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_calls_are_read_as_they_were_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever writes dates and durations, and whether calls have numbers."""
    calls = made_calls(data.draw(st.integers(0, 1000)))
    rows = written_calls(
        calls,
        data.draw(st.sampled_from(list(WORDS))),
        data.draw(st.sampled_from(OUTCOMES)),
        data.draw(st.sampled_from(list(CLOCKS))),
        data.draw(st.sampled_from(list(DATES.values()))),
        apart=data.draw(st.booleans()),
        numbered=data.draw(st.booleans()),
    )
    try:
        assert_read(calls, rows, tmp_path / "calls.csv")
    except InputError:
        return


def written(path: Path, rows: list[str]) -> Path:
    """A list of calls of one queue, its rows as given."""
    path.write_text(
        "\n".join(["Call Start,Direction,Queue,Wait (s),Talk (s)", *rows]) + "\n", encoding="utf-8"
    )
    return path


def test_a_day_far_below_settles_month_and_day(tmp_path: Path) -> None:
    """Two busy days fill the first rows of a list; a later one tells that 02.03. is in March."""
    starts = [f"{day:02}.03.2026 {8 + second // 100:02}:{second % 60:02}:07" for day in (2, 3, 27)
              for second in range(900)]  # fmt: skip
    path = written(tmp_path / "calls.csv", [f"{start},in,Service,5,200" for start in starts])
    history = read_native(Source(str(path)))
    assert history.offered.sum() == len(starts)
    assert {str(local)[:10] for local in history.local[history.offered > 0]} == {
        f"2026-03-{day:02}" for day in (2, 3, 27)
    }


def test_dates_that_nothing_settles_are_shown_as_written(tmp_path: Path) -> None:
    """The message names the text of the file, which can be searched for."""
    rows = [f"02.03.2026 09:{minute:02}:07,in,Service,5,200" for minute in range(40)]
    with pytest.raises(InputError, match=r"'02\.03\.2026 09:00:07'"):
        read_native(Source(str(written(tmp_path / "calls.csv", rows))))


def test_directions_may_be_single_letters(tmp_path: Path) -> None:
    """Calls marked O went out, and are no contacts to answer."""
    rows = [f"2026-03-02 09:{minute:02}:07,{'IO'[minute % 2]},Service,5,200" for minute in range(40)]
    history = read_native(Source(str(written(tmp_path / "calls.csv", rows))))
    assert history.offered.sum() == 20
    assert any("20 outgoing or internal calls were left out" in note for note in history.notes)
