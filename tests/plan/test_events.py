"""events.csv: spans, queues and effects."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.plan.file.events import read_events


def test_events_are_days_or_moments_of_one_queue_or_all(tmp_path: Path) -> None:
    """A time on the first or last date bounds the event within the day."""
    file = tmp_path / "events.csv"
    file.write_text(
        "date,last_date,name,effect,queue\n"
        "2026-11-23,,Mailing,1.5,\n"
        "2026-11-23T14:00,2026-11-24T10:30,Outage,ignore,sales\n"
        "2026-11-27,2026-11-28,Black Friday,like 2025-11-28,\n"
    )
    mailing, outage, friday = read_events(file)
    assert (mailing.effect, mailing.queue, mailing.until_minute) == (1.5, None, 1440)
    assert (mailing.first_day, mailing.last_day) == (np.datetime64("2026-11-23"),) * 2
    assert (outage.queue, outage.from_minute, outage.until_minute) == ("sales", 840, 630)
    assert outage.last_day == np.datetime64("2026-11-24")
    assert friday.like == np.datetime64("2025-11-28")
    assert friday.until_minute == 1440


def test_a_wrong_effect_names_its_line(tmp_path: Path) -> None:
    """Neither a factor, nor a word, nor a date."""
    file = tmp_path / "events.csv"
    file.write_text("date,effect\n2026-11-23,like monday\n2026-11-24,-1\n")
    with pytest.raises(InputError, match="line 2, column effect") as error:
        read_events(file)
    assert error.value.count == 2
