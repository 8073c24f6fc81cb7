"""A history written out in any shape, language and dialect is read as it was, or refused: never otherwise."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from tests.history.written import (
    DATES,
    MERGED,
    NUMBERS,
    SHAPES,
    TIMES,
    WORDS,
    Key,
    Made,
    Manner,
    as_bytes,
)

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")


def made_history(seed: int, most: int = 60) -> Made:
    """Some days of March 2026 with half-hours, of one to three queues."""
    rng = random.Random(seed)
    first = dt.date(2026, 3, 2) + dt.timedelta(days=rng.randrange(0, 14))
    days = tuple(first + dt.timedelta(days=day) for day in range(rng.randrange(3, 12)))
    start = rng.randrange(12, 20) * 30
    minutes = tuple(range(start, start + 30 * rng.randrange(5, 12), 30))
    queues = tuple(rng.sample(["Sales", "Billing", "Returns", "VIP", "Kundendienst"], rng.randrange(1, 4)))
    offered: dict[Key, int] = {}
    answered: dict[Key, int] = {}
    for day in days:
        for minute in minutes:
            for queue in queues:
                count = rng.randrange(0, most)
                offered[day, minute, queue] = count
                answered[day, minute, queue] = rng.randrange(max(0, count - 5), count + 1)
    return Made(days, minutes, queues, offered, answered, rng.randrange(120, 400))


def read_offered(data: bytes, path: Path) -> dict[tuple[str, str], float]:
    """Contacts by UTC moment and queue."""
    path.write_bytes(data)
    history = read_native(Source(str(path)))
    moments = map(str, history.interval_start)
    names = (history.queues[code] for code in history.queue.tolist())
    return dict(zip(zip(moments, names, strict=True), history.offered.tolist(), strict=True))


def expected_offered(made: Made, shape: str) -> dict[tuple[str, str], float]:
    """The same of what was written; a matrix tells the sum of the queues."""
    sums: dict[tuple[str, str], float] = {}
    for (day, minute, queue), count in made.offered.items():
        name = "all" if shape in MERGED else queue
        key = (f"{day}T{minute // 60:02}:{minute % 60:02}:00", name)
        sums[key] = sums.get(key, 0) + count
    return sums


def assert_read_or_refused(made: Made, shape: str, manner: Manner, path: Path) -> bool:
    """Whether it was read; what is read is what was written."""
    try:
        found = read_offered(as_bytes(SHAPES[shape](made, manner), manner), path)
    except InputError:
        return False
    expected = expected_offered(made, shape)
    if len(made.queues) == 1 and {name for _, name in found} != {name for _, name in expected}:
        expected = {(moment, "all"): count for (moment, _), count in expected.items()}
    assert found == expected
    return True


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_in_every_language(shape: str, language: str, tmp_path: Path) -> None:
    """With unmistakable dates nothing has to be asked."""
    made = made_history(len(shape) * 100 + len(language))
    if shape in {"queue_columns", "two_headers"} and len(made.queues) < 2:
        made = made_history(4)
    manner = Manner(language, DATES["iso"], TIMES["24"], NUMBERS["plain"], ";", "utf-8", True)
    assert len(made.queues) > 1 or shape in {"plain", "long", "sections", *MERGED}
    assert assert_read_or_refused(made, shape, manner, tmp_path / "export")


MANNERS = st.builds(
    Manner,
    language=st.sampled_from(list(WORDS)),
    date=st.sampled_from(list(DATES.values())),
    time=st.sampled_from(list(TIMES.values())),
    number=st.sampled_from(list(NUMBERS.values())),
    separator=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(ENCODINGS),
    totals=st.booleans(),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MANNERS, st.sampled_from(list(SHAPES)), st.integers(0, 10_000), st.sampled_from([20, 400, 4000]))
def test_what_is_read_is_what_was_written(
    tmp_path: Path, manner: Manner, shape: str, seed: int, most: int
) -> None:
    """In whatever shape, language, order of dates, separator, encoding and way of writing numbers."""
    assert_read_or_refused(made_history(seed, most), shape, manner, tmp_path / "export")


def test_most_are_read(tmp_path: Path) -> None:
    """Refusing all would be safe, and of no use."""
    rng = random.Random(5)
    read = 0
    for seed in range(60):
        manner = Manner(
            rng.choice(list(WORDS)),
            rng.choice(list(DATES.values())),
            rng.choice(list(TIMES.values())),
            rng.choice(list(NUMBERS.values())),
            rng.choice([",", ";", "\t"]),
            rng.choice(ENCODINGS),
            rng.random() < 0.5,
        )
        shape = rng.choice(list(SHAPES))
        read += assert_read_or_refused(made_history(seed), shape, manner, tmp_path / "export")
    assert read >= 50
