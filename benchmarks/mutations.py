"""Random damage to valid exports: every reading ends in a history or in an error that says what to do.

    python benchmarks/mutations.py [--count 10000] [--seed 1]

Each mutation takes a sample of `tests/exports/` or `tests/layouts/`, damages it once or twice and reads it.
Counted are: read the same, read with other content, refused. Anything but an `InputError` with a hint is a
failure, printed with the seed that repeats it. What is read must also be possible: finite, not negative,
sorted, each interval once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from staffing.errors import StaffingError
from staffing.history.load import read_source
from staffing.history.source import Source
from staffing.records import History

ZOO = Path(__file__).parent.parent / "tests" / "exports"
LAYOUTS = ZOO.parent / "layouts"
SAMPLES = sorted(
    path for folder in (ZOO, LAYOUTS) for path in folder.iterdir() if path.suffix not in {".md", ".toml"}
)
ZONE = "America/New_York"
VALUES = (
    "-5",
    "nan",
    "NaN",
    "inf",
    "1e308",
    "1_000",
    "1,204",
    "0x10",
    "—",
    "=1+1",
    "99:99",
    "",
    " ",
    "12.5.1",
)
Lines = list[bytes]


def _cell(lines: Lines, rng: random.Random, value: bytes) -> Lines:
    """One cell of one row replaced."""
    row = rng.randrange(len(lines))
    separator = max((b",", b";", b"\t", b"|"), key=lines[row].count)
    cells = lines[row].rstrip(b"\n").split(separator)
    cells[rng.randrange(len(cells))] = value
    return [*lines[:row], separator.join(cells) + b"\n", *lines[row + 1 :]]


def drop_column(lines: Lines, rng: random.Random) -> Lines:
    separator = max((b",", b";", b"\t", b"|"), key=lines[-1].count)
    place = rng.randrange(lines[-1].count(separator) + 1)
    rows = [line.rstrip(b"\n").split(separator) for line in lines]
    return [separator.join(row[:place] + row[place + 1 :]) + b"\n" for row in rows]


def swap_separators(lines: Lines, rng: random.Random) -> Lines:
    old, new = rng.sample((b",", b";", b"\t", b"|"), 2)
    kept = rng.choice([0, 1])  # of all lines, or of all but the header
    return [*lines[:kept], *(line.replace(old, new) for line in lines[kept:])]


def cut(lines: Lines, rng: random.Random) -> Lines:
    data = b"".join(lines)
    return [data[: rng.randrange(len(data))]]


def wrong_encoding(lines: Lines, rng: random.Random) -> Lines:
    text = b"".join(lines).decode(errors="replace").replace("sales", "Verkäufe")
    return [text.encode(rng.choice(["utf-16", "utf-16-le", "cp1252", "utf-32"]), "replace")]


def huge_cell(lines: Lines, rng: random.Random) -> Lines:
    return _cell(lines, rng, b"9" * 1_000_000)


def nul_bytes(lines: Lines, rng: random.Random) -> Lines:
    data = bytearray(b"".join(lines))
    for _ in range(rng.randrange(1, 4)):
        data[rng.randrange(len(data))] = 0
    return [bytes(data)]


def odd_value(lines: Lines, rng: random.Random) -> Lines:
    return _cell(lines, rng, rng.choice(VALUES).encode())


def shuffle_rows(lines: Lines, rng: random.Random) -> Lines:
    body = lines[1:]
    rng.shuffle(body)
    return [lines[0], *body]


def duplicate_row(lines: Lines, rng: random.Random) -> Lines:
    row = rng.randrange(len(lines))
    return [*lines[:row], lines[row], *lines[row:]]


def drop_row(lines: Lines, rng: random.Random) -> Lines:
    row = rng.randrange(len(lines))
    return lines[:row] + lines[row + 1 :]


def mixed_zones(lines: Lines, rng: random.Random) -> Lines:
    row = rng.randrange(len(lines))
    line = (
        lines[row].replace(b"T08:00", b"T08:00+02:00").replace(b"New_York", b"Chicago").replace(b"Z,", b",")
    )
    return [*lines[:row], line, *lines[row + 1 :]]


def clock_change(lines: Lines, rng: random.Random) -> Lines:
    """The morning moved to one on which clocks change: hours that do not exist, or twice."""
    month, day = rng.choice([(b"11", b"01"), (b"03", b"08")])
    data = b"".join(lines)
    for old, new in (
        (b"2026-11-23", b"2026-" + month + b"-" + day),
        (b"11/23/2026", month + b"/" + day + b"/2026"),
        (b"11232026", month + day + b"2026"),
        (b"20261123", b"2026" + month + day),
        (b"23.11.2026", day + b"." + month + b".2026"),
        (b"08:", b"01:"),
        (b" 8:", b" 1:"),
        (b"09:", b"02:"),
    ):
        data = data.replace(old, new)
    return data.splitlines(keepends=True)


def flip_bytes(lines: Lines, rng: random.Random) -> Lines:
    data = bytearray(b"".join(lines))
    for _ in range(rng.randrange(1, 6)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return [bytes(data)]


MUTATIONS: tuple[Callable[[Lines, random.Random], Lines], ...] = (
    drop_column,
    swap_separators,
    cut,
    wrong_encoding,
    huge_cell,
    nul_bytes,
    odd_value,
    shuffle_rows,
    duplicate_row,
    drop_row,
    mixed_zones,
    clock_change,
    flip_bytes,
)


def mutated(seed: int) -> tuple[str, bytes]:
    """A damaged sample, and what was done to it."""
    rng = random.Random(seed)
    sample = rng.choice(SAMPLES)
    lines = sample.read_bytes().splitlines(keepends=True)
    done = []
    for mutation in rng.sample(MUTATIONS, rng.choice([1, 1, 2])):
        lines = mutation(lines, rng)
        lines = b"".join(lines).splitlines(keepends=True) or [b""]
        done.append(mutation.__name__)
    return f"{sample.name}: {' + '.join(done)}", b"".join(lines)


def outcome(path: Path) -> str:
    """How reading ends; raises what must not happen."""
    try:
        history = read_source(Source(str(path)).at(ZONE, 30))
    except StaffingError as error:
        if error.exit_code != 1 or "Hint: " not in str(error):
            raise AssertionError(f"an error without a hint: {error}") from error
        return "refused"
    check(history)
    return "read"


def check(history: History) -> None:
    """What no damage may bring about."""
    for column in (history.offered, history.aht_seconds, *history.measures.values()):
        assert not np.isinf(column).any(), "infinite"
        assert not (column < 0).any(), "negative"
        assert not (column > 1e6).any(), "absurd"
    keys = list(zip(history.queue.tolist(), history.interval_start.tolist(), strict=True))
    assert keys == sorted(set(keys)), "unsorted or doubled"
    assert not any("\0" in name for name in history.queues), "NUL in a name"


def main() -> int:
    """Run and count; 1 where anything failed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        for seed in range(given.seed, given.seed + given.count):
            what, data = mutated(seed)
            path.write_bytes(data)
            try:
                counts[outcome(path)] += 1
            except Exception:
                counts["FAILED"] += 1
                print(f"seed {seed}, {what}\n{traceback.format_exc()}", file=sys.stderr)
    print(f"{given.count:,} mutations in {time.perf_counter() - start:.0f} s:")
    for name, count in counts.most_common():
        print(f"  {name:8} {count:7,}")
    return int(counts["FAILED"] > 0)


if __name__ == "__main__":
    sys.exit(main())
