"""Misspelt headers: the word that is meant is asked for, and a column is never a queue for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native


def rows_of(header: str) -> str:
    rows = [f"2026-03-{2 + day:02}T{hour:02}:00,{20 + hour + day},{210 + hour}" for day in range(4)
            for hour in range(8, 18)]  # fmt: skip
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize("header", ["ofered", "Offerred", "Calls Ofered", "Incomming calls", "Angebotten"])
def test_a_misspelt_offered_is_asked_about(tmp_path: Path, header: str) -> None:
    """The mapping to copy has the column in its place."""
    path = tmp_path / "export.csv"
    path.write_text(rows_of(f"Date time,{header},AHT"))
    with pytest.raises(InputError) as caught:
        read_native(Source(str(path)))
    assert f"did you mean {header}?" in str(caught.value)
    assert f'offered = "{header}"' in str(caught.value)


def test_a_misspelt_column_beside_others_is_named(tmp_path: Path) -> None:
    """The file is read without it, and the note asks what it is."""
    path = tmp_path / "export.csv"
    path.write_text(rows_of("Date time,Offered,Anwsered"))
    history = read_native(Source(str(path)))
    assert any("Anwsered (is it answered?)" in note for note in history.notes)


def test_misspelt_columns_are_no_queues(tmp_path: Path) -> None:
    """Two counts under no word of the field would else be a queue each."""
    path = tmp_path / "export.csv"
    path.write_text(rows_of("Date time,Ofered,Qualls"))
    with pytest.raises(InputError, match="did you mean Ofered"):
        read_native(Source(str(path)))


def test_words_of_other_things_are_near_to_nothing(tmp_path: Path) -> None:
    """A column of another meaning is left as it is."""
    path = tmp_path / "export.csv"
    path.write_text(rows_of("Date time,Offered,Temperature"))
    history = read_native(Source(str(path)))
    assert any(note.endswith("columns that are not read: Temperature") for note in history.notes)


def test_words_of_the_house_format_beside_others_are_read(tmp_path: Path) -> None:
    """`interval_start` alone does not make a file the house's own: its contacts may have another name."""
    path = tmp_path / "export.csv"
    path.write_text(rows_of("interval_start,callsOffered,ahtSeconds"))
    history = read_native(Source(str(path)))
    assert history.offered.sum() == sum(20 + hour + day for day in range(4) for hour in range(8, 18))
