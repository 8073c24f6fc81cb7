"""new-queues.csv, read and refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.plan.file.new_queues import new_queues_of, read_new_queues
from staffing.tables.columns import NEW_QUEUES
from staffing.tables.read import read_csv


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "new.csv"
    file.write_text(text)
    return file


def test_every_column_is_read(tmp_path: Path) -> None:
    """Lists are separated by semicolons; empty cells are the defaults."""
    text = (
        "queue,contacts_per_week,like,start,ramp,aht_seconds,doubt\n"
        "web,1000,sales; support,2026-11-30,0.25;0.5,300,0.1\nbot,500,,,,,\n"
    )
    web, bot = read_new_queues(written(tmp_path, text), ("sales", "support"))
    assert (web.like, web.ramp, web.aht_seconds, web.doubt) == (("sales", "support"), (0.25, 0.5), 300.0, 0.1)
    assert web.start == np.datetime64("2026-11-30")
    assert (bot.like, bot.start, bot.ramp, bot.aht_seconds, bot.doubt) == ((), None, (), None, 0.3)


def test_all_bad_cells_are_told_together(tmp_path: Path) -> None:
    """Each with its line and column, the nearest queue, and percent taken for shares."""
    text = "queue,contacts_per_week,ramp,like\nweb,-5,0.25;x,slaes\nweb,500,20;50,\nbot,5,,bot;sales\n"
    with pytest.raises(InputError) as error:
        read_new_queues(written(tmp_path, text), ("sales", "support"))
    found = {(problem.line, problem.column): problem for problem in error.value.problems}
    assert sorted(found) == [
        (2, "contacts_per_week"),
        (2, "like"),
        (2, "ramp"),
        (3, "queue"),
        (3, "ramp"),
        (4, "like"),
    ]
    assert "did you mean 'sales'?" in found[2, "like"].hint
    assert "20 % is 0.2" in found[3, "ramp"].hint
    assert (found[4, "like"].value, found[4, "like"].expected) == ("bot", "another queue")
    assert all(problem.file.endswith("new.csv") for problem in found.values())


def test_names_are_not_judged_before_the_history_is_read(tmp_path: Path) -> None:
    """Which queues there are is not known yet: any `like` is kept."""
    text = "queue,contacts_per_week,like\nweb,5,sales\n"
    assert new_queues_of(read_csv(written(tmp_path, text), NEW_QUEUES), None)[0].like == ("sales",)
