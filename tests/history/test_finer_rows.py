"""Rows finer than a queue: the column by which they differ is named, and the line that it says is right."""

from __future__ import annotations

import random
import re
import shlex
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.history.reading.choices import Mapped, Reading

HEADERS = ["Date,Time,Queue,{},Offered,Answered,AHT", "Datum,Uhrzeit,Warteschlange,{},Anrufe,Angenommen,AHT",
           "interval_start,queue,{},offered,answered,aht_seconds"]  # fmt: skip
COLUMNS = {
    "Agent": ["Ann", "Bob", "Cem"],
    "Site": ["North", "South"],
    "Kanal": ["Telefon", "Chat"],
    "skill": ["basic", "expert"],
    "Region code": ["10", "20"],
    "Business unit": ["A", "B"],
}
Counts = dict[
    tuple[str, str, str], tuple[int, int, int]
]  # time, queue, part → offered, answered, handle time


def finer_file(path: Path, header: str, texts: Sequence[str], seed: int = 1) -> Counts:
    """A row for each interval, queue and text."""
    rng = random.Random(seed)
    house = header.startswith("interval_start")
    rows, counts = [header], {}
    for number in range(80):
        day, clock = f"2026-03-{2 + number // 16:02}", f"{8 + number % 16 // 2:02}:{number % 2 * 30:02}"
        for queue in ("Sales", "Service"):
            for text in texts:
                offered = rng.randint(3, 20)
                found = (offered, offered - rng.randint(0, 2), rng.randint(180, 320))
                counts[f"{day}T{clock}", queue, text] = found
                when = f"{day}T{clock}" if house else f"{day},{clock}"
                rows.append(f"{when},{queue},{text},{','.join(map(str, found))}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return counts


def mapping(hint: str, word: str) -> Reading:
    """What the lines of a hint say, of those that begin with `--column WORD=`."""
    given: dict[str, tuple[str, ...]] = {}
    for text in shlex.split(hint):
        name, equals, header = text.partition("=")
        if equals and name == word:
            given[name] = (*given.get(name, ()), header)
    return Reading(columns={name: Mapped(headers, None) for name, headers in given.items()})


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("column", COLUMNS)
def test_the_column_is_named_and_its_lines_are_right(tmp_path: Path, header: str, column: str) -> None:
    """Added up, counts are summed and averages weighted by the answered; kept apart, each row stays."""
    path = tmp_path / "export.csv"
    counts = finer_file(path, header.format(column), COLUMNS[column])
    with pytest.raises(InputError) as caught:
        read_native(Source(str(path)))
    hint = str(caught.value).partition("Hint: ")[2]
    assert f"they differ by {column}: " in hint
    assert "remove" not in hint
    merged = read_native(Source(str(path), reading=mapping(hint, "merge")))
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0])
    for (time, queue, _), (offered, answered, aht) in counts.items():
        for place, amount in enumerate((offered, answered, answered * aht)):
            sums[time, queue][place] += amount
    assert len(merged) == len(sums)
    for row in range(len(merged)):
        offered, answered, amount = sums[
            str(merged.interval_start[row])[:16], merged.queues[merged.queue[row]]
        ]
        assert merged.offered[row] == offered
        assert merged.measures["answered"][row] == answered
        assert merged.aht_seconds[row] == pytest.approx(amount / answered)
    apart = read_native(Source(str(path), reading=mapping(hint, "queue")))
    assert set(apart.queues) == {f"{queue} / {text}" for _, queue, text in counts}
    assert len(apart) == len(counts)


def test_two_columns_may_be_needed(tmp_path: Path) -> None:
    """Neither the site nor the channel tells the rows apart alone."""
    path = tmp_path / "export.csv"
    rows = ["Date,Time,Queue,Site,Channel,Offered"]
    for number in range(40):
        at = f"2026-03-{2 + number // 8:02},{8 + number % 8:02}:00,Sales"
        rows += [f"{at},{site},{channel},{number % 9 + 3}" for site in "NS" for channel in ("voice", "chat")]
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(InputError, match=r"they differ by (Site and Channel|Channel and Site)") as caught:
        read_native(Source(str(path)))
    merged = read_native(Source(str(path), reading=mapping(str(caught.value), "merge")))
    assert merged.offered.sum() == sum(4 * (number % 9 + 3) for number in range(40))


def test_directions_are_not_added_up(tmp_path: Path) -> None:
    """Outgoing calls are no contacts offered."""
    path = tmp_path / "export.csv"
    finer_file(path, HEADERS[0].format("Direction"), ["in", "out"])
    with pytest.raises(InputError, match="keep them apart") as caught:
        read_native(Source(str(path)))
    assert "merge" not in str(caught.value)


def test_rows_that_are_alike_are_doubles(tmp_path: Path) -> None:
    """The same row twice is no finer row."""
    path = tmp_path / "export.csv"
    rows = [f"2026-03-02,{8 + number:02}:00,Sales,{number + 5}" for number in range(10)]
    path.write_text("\n".join(["Date,Time,Queue,Offered", *rows, rows[3]]) + "\n")
    with pytest.raises(InputError, match="the rows are alike"):
        read_native(Source(str(path)))


@pytest.mark.parametrize("other", ["lob", "Skill", "Line of business", "Ring group"])
def test_a_column_called_queue_is_the_queue(tmp_path: Path, other: str) -> None:
    """Whatever else may be one, and wherever it stands."""
    path = tmp_path / "export.csv"
    rows = [
        f"2026-03-02T{8 + number:02}:00,{'L1' if queue < 2 else 'L2'},q{queue},{number + queue}"
        for number in range(10)
        for queue in range(3)
    ]
    path.write_text("\n".join([f"Timestamp,{other},queue,Offered", *rows]) + "\n")
    assert set(read_native(Source(str(path))).queues) == {"q0", "q1", "q2"}


def test_the_problem_is_told_once(tmp_path: Path) -> None:
    """Hundreds of intervals have one cause."""
    path = tmp_path / "export.csv"
    finer_file(path, HEADERS[0].format("Agent"), ["Ann", "Bob"])
    with pytest.raises(InputError) as caught:
        read_native(Source(str(path)))
    assert len(re.findall("Hint: ", str(caught.value))) == 1
    assert "160 rows are too many" in str(caught.value)
