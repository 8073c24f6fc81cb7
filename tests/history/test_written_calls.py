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
