"""Damaged files end in a history that can be, or in an error that says what to do.

`benchmarks/mutations.py` runs longer.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutations import LAYOUTS, MUTATIONS, mutated, outcome
from staffing.errors import InputError
from staffing.history.load import read_history
from tests.history.test_exports import ZONE, ZOO

DAMAGES = 400


def test_every_mutation_is_tried() -> None:
    """The seeds below cover every kind of damage."""
    done = {name for seed in range(DAMAGES) for name in mutated(seed)[0].partition(": ")[2].split(" + ")}
    assert done == {mutation.__name__ for mutation in MUTATIONS}


def test_damaged_exports_never_end_in_a_traceback(tmp_path: Path) -> None:
    """Both ends occur; nothing else does."""
    path = tmp_path / "export"
    ends = set()
    for seed in range(DAMAGES):
        path.write_bytes(mutated(seed)[1])
        ends.add(outcome(path))
    assert ends == {"read", "refused"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_end_well(tmp_path: Path, data: bytes) -> None:
    """Not even a format is needed."""
    path = tmp_path / "export"
    path.write_bytes(data)
    outcome(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), min_size=2, max_size=4), st.sampled_from(["staffing.csv", "calls.csv"]))
def test_any_cells_end_well(tmp_path: Path, cells: list[str], sample: str) -> None:
    """Rows of arbitrary text under a real header."""
    header = (ZOO / sample).read_text().splitlines()[0]
    path = tmp_path / "export"
    row = ",".join((cells * 6)[: header.count(",") + 1])
    path.write_text(f"{header}\n{row}\n", newline="")
    outcome(path)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (("offered", "offred"), ["line 1, column offered", "rename 'offred' to it"]),
        ((",5,4,1", ",-5,4,1"), ["line 2, column offered", "'-5'", "at least 0"]),
        ((",5,4,1", ",five,4,1"), ["line 2, column offered", "'five'"]),
        ((",5,4,1", ",1e308,4,1"), ["line 2, column offered", "1,000,000"]),
        ((",5,4,1", "," + "9" * 1_000_000 + ",4,1"), ["line 2", "well-formed CSV", "field limit"]),
        ((",5,4,1", ",5\0,4,1"), ["line 2, column offered", "a number"]),
        (("T08:00,sales", "T08:00,sa\0les"), ["line 2, column queue", "text without NUL bytes"]),
        (("interval_start", "interval\0start"), ["line 1", "text without NUL bytes"]),
        (("T08:00,sales", "T08:00,Verk\udce4ufe für"), ["UTF-8", "save the file as UTF-8"]),
        (("T08:30", "T08:00"), ["interval_start", "each interval of a queue once"]),
        (("2026-11-23T08", "2026-03-08T02"), ["clocks skip this hour"]),
        ((",5,4,1", ";5;4;1"), ["line 2", "12 cells, as in the header"]),
    ],
)
def test_the_damage_is_named(tmp_path: Path, damage: tuple[str, str], words: list[str]) -> None:
    """Line, column, value, what was expected, what to do."""
    text = (ZOO / "staffing.csv").read_text().replace(*damage)
    path = tmp_path / "history.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as caught:
        read_history(str(path), timezone=ZONE, interval_minutes=30)
    for word in ["history.csv", "Hint: ", *words]:
        assert word in str(caught.value)


def test_rows_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    """Only the order changes: a documented repair."""
    header, *rows = (ZOO / "staffing.csv").read_text().splitlines()
    path = tmp_path / "history.csv"
    path.write_text("\n".join([header, *reversed(rows)]) + "\n")
    straight = read_history(str(ZOO / "staffing.csv"), timezone=ZONE, interval_minutes=30)
    reverse = read_history(str(path), timezone=ZONE, interval_minutes=30)
    assert reverse.offered.sum() == straight.offered.sum()
    assert (sorted(reverse.interval_start.tolist()[:4])) == reverse.interval_start.tolist()[:4]


def test_headers_in_brackets_are_no_json(tmp_path: Path) -> None:
    """Tables of a data model are exported as [Table[Column]] or [Column]."""
    path = tmp_path / "export.csv"
    path.write_text("[Date],[Time],[Offered],[AHT]\n" + "".join(
        f"2026-03-02,{8 + slot // 2:02}:{slot % 2 * 30:02},{20 + slot},200\n" for slot in range(12)
    ))  # fmt: skip
    history = read_history(str(path), timezone=ZONE)
    assert history.offered.sum() == sum(range(20, 32))


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    """Damage may take them all away."""
    path = tmp_path / "export.xlsx"
    with (
        zipfile.ZipFile(LAYOUTS / "call-list-yn-xlsx.calls.xlsx") as whole,
        zipfile.ZipFile(path, "w") as damaged,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/workbook.xml":
                data = re.sub(rb"<sheet .*?/>", b"", data)
            damaged.writestr(name, data)
    with pytest.raises(InputError, match="a workbook with a sheet"):
        read_history(str(path), timezone=ZONE)
