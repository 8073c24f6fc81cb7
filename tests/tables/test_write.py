"""Writing CSV: numbers as `repr` has them, texts as CSV has them, many rows at once."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from staffing.arrays import Floats
from staffing.tables.shortest import number_bytes
from staffing.tables.write import write_csv

MANY = 5000  # rows: more than are put together at once


def shortest(value: float) -> str:
    """The text that is wanted: that of `repr`, without `.0`; nothing for NaN."""
    return "" if math.isnan(value) else repr(value).removesuffix(".0")


def quoted(text: str) -> str:
    """A text as RFC 4180 has it."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def texts_of(values: Floats) -> list[str]:
    """The texts of `number_bytes`."""
    return [bytes(row).replace(b"\0", b"").decode() for row in number_bytes(values)]


@settings(max_examples=300)
@given(st.lists(st.floats() | st.floats(1e-5, 1e16) | st.decimals(0, 10**6, places=2).map(float), min_size=1))
@example([0.0, -0.0, math.nan, math.inf, -math.inf, 5e-324, 1e22, 0.3, 0.1 + 0.2, 1 / 3])
@example([0.0001, 9.999999999999999e-05, 1e15, 999999999999999.9, 0.5, 0.125, 9007199254740993.0])
def test_numbers_are_written_as_repr_has_them(values: list[float]) -> None:
    """Whatever the number, the shortest text that reads back the same."""
    assert texts_of(np.array(values)) == list(map(shortest, values))


@pytest.mark.parametrize("places", range(17))
def test_numbers_of_any_length_are_written_as_repr_has_them(places: int) -> None:
    """Rounded numbers of all sizes, and the doubles next to them."""
    random = np.random.default_rng(places)
    values = np.round(random.random(2000) * 10.0 ** random.integers(-3, 8, 2000), places)
    values = np.concatenate([values, np.nextafter(values, np.inf), np.nextafter(values, 0)])
    assert texts_of(values) == list(map(shortest, values.tolist()))


def test_powers_are_written_as_repr_has_them() -> None:
    """Powers of two, whose neighbours lie unevenly, and of ten, where the digits grow."""
    powers = np.concatenate([2.0 ** np.arange(-60, 60), 10.0 ** np.arange(-20, 25)])
    for values in (powers, np.nextafter(powers, np.inf), np.nextafter(powers, 0), powers * 3, 7 / powers):
        assert texts_of(values) == list(map(shortest, values.tolist()))


TEXTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["", "a", "é", "日本", "a,b", 'say "no"', "a\nb", "a\rb", "a\0b", "x" * 300, "'x"]),
).filter(lambda text: text[:1] not in set("=+-@\t\r'"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.floats(), st.integers(-(2**62), 2**62)), min_size=1, max_size=6))
def test_cells_are_written_as_csv_has_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float, int]]
) -> None:
    """Texts, numbers and whole numbers, few or many, in arrays or lists, in quotes where they need them."""
    path = tmp_path_factory.mktemp("write") / "file.csv"
    rows = rows + [("plain", 1.5, 1)] * (MANY if rows[0][1] > 0 else 0) + rows
    texts, numbers, wholes = (list(column) for column in zip(*rows, strict=True))
    write_csv(
        path,
        {"name": np.array(texts), "number": np.array(numbers), "whole": np.array(wholes), "again": texts},
    )
    kept = [str(text) for text in np.array(texts)]  # NumPy drops zeros at the end
    lines = ["name,number,whole,again"]
    for name, number, whole, again in zip(kept, numbers, wholes, texts, strict=True):
        lines.append(f"{quoted(name)},{shortest(number)},{whole},{quoted(again)}")
    assert path.read_bytes() == ("\n".join(lines) + "\n").encode()


def test_a_file_without_rows_has_its_header(tmp_path: Path) -> None:
    """No rows are no lines."""
    path = tmp_path / "file.csv"
    write_csv(path, {"name": np.array([], dtype=str), "number": np.array([])})
    assert path.read_text() == "name,number\n"
