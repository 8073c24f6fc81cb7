"""People files: bad rows are named, dates are days as written, unknown cells stay unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.tables.people import read_people

ZONE = "America/New_York"


def written(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text)
    return file


def test_a_row_keeps_what_it_says_and_leaves_the_rest_unknown(tmp_path: Path) -> None:
    """Wall times are read in the zone; what the file does not have is NaN, NaT or empty."""
    text = "agent,date,scheduled_start,scheduled_end,present\nann,2026-11-23,2026-11-23T08:00,,1\n"
    text += "bob,2026-11-23,,,\n"
    people = read_people(written(tmp_path, text), ZONE)
    assert people.agent.tolist() == ["ann", "bob"]
    assert people.day.astype(str).tolist() == ["2026-11-23"] * 2
    assert str(people.scheduled_start[0]) == "2026-11-23T13:00:00"
    assert np.isnat(people.scheduled_start[1])
    assert np.isnat(people.scheduled_end).all()
    assert people.present[0] == 1
    assert np.isnan(people.present[1])
    assert np.isnan(people.ready_seconds).all()
    assert people.team.tolist() == ["", ""]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("ann,2026-11-23,3600,5000,4000", "line 2, column adherent_seconds"),
        ("ann,2026-11-23,3600,3000,3300", "at most ready_seconds (3000)"),
        ("ann,2026-11-23,,,\nann,2026-11-23,,,", "line 3, column date: found '2026-11-23 twice for ann'"),
        ("ann,someday,,,", "line 2, column date: found 'someday'"),
        (",2026-11-23,,,", "line 2, column agent"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, said: str) -> None:
    """File, line, column and what was expected; nothing is guessed."""
    header = "agent,date,scheduled_seconds,ready_seconds,adherent_seconds\n"
    with pytest.raises(InputError) as caught:
        read_people(written(tmp_path, f"{header}{rows}\n"), ZONE)
    assert said in str(caught.value)
