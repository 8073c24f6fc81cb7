"""Random damage to a text: to what its format holds (keys, values, cells), and to its bytes."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from near import near

sys.path.append(str(Path(__file__).resolve().parent.parent))
from mutations import MUTATIONS

Damage = Callable[[bytes, random.Random], bytes]

TEXTS = (
    "", " ", "x", "-", "..", "../../etc/passwd", "/dev/null", ".", "=1+1", "${HOME}", "${NONE}",
    "<b>&amp;", "a\tb", "İıŞß", "\u202eabc", "🙂" * 50, "x" * 5000, "\ufeff", "all", "auto", "none", "nan",
    "NaN", "inf", "-inf", "0x10", "80/20", "0/0", "100/0", "101/20", "80/-1", "80 %/20 s", "1e9/1e9",
    "24:00", "25:00", "48:00", "99:99", "00:00", "00:00-00:00", "07:00-07:00", "08:00-47:59", "mon",
    "mon-sun", "sun-mon", "mon-mon", "1:1", "2026-11-23", "2026-11-23T08:00", "2026-11-23T08:00+02:00",
    "2026-11-23T08:15", "2026-11-01T01:30", "2026-03-08T02:30", "0001-01-01", "9999-12-31T23:30",
    "1969-12-31", "2262-04-12", "2026-02-30", "Europe/Nowhere", "Etc/GMT+12", "erlang-c", "erlang-b",
    "weibull", "probability:0.9", "probability:1", "expected", "sqlite:///x.db", "US", "XX", "forbidden",
    "closed", "ignore", "like 2026-11-20", "true", "1,5", "1.000,5", "1_000", "١٢", "--", "#", '"', "'",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "2", "3", "7", "0.5", "-0.0", "1e-9", "1e-300", "5e-324", "0.999999", "1.0000001",
    "100", "1000", "99999", "1000000", "1e9", "1e15", "1e308", "1e400", "9223372036854775808",
    "1" + "0" * 40, "nan", "inf", "-inf",
)  # fmt: skip
_OTHER = (
    "true",
    "false",
    "[]",
    "{}",
    "[1, 2]",
    '["a"]',
    "[[]]",
    "2026-11-23",
    "08:00:00",
    "2026-11-23T08:00:00Z",
)


def bytes_of(data: bytes, rng: random.Random) -> bytes:
    """One of the damages of `benchmarks/mutations.py`: lines, cells, bytes, encodings."""
    lines = data.splitlines(keepends=True) or [b"\n"]
    try:
        return b"".join(rng.choice(MUTATIONS)(lines, rng))
    except (ValueError, IndexError):  # a damage of tables, to what is none
        return data[: rng.randrange(len(data) + 1)]


def toml(data: bytes, rng: random.Random) -> bytes:
    """A value, a key or a line of a TOML file replaced, gone, doubled or moved."""
    lines = data.decode("utf-8", "replace").split("\n")
    places = [number for number, line in enumerate(lines) if "=" in line or line.startswith("[")]
    if not places:
        return bytes_of(data, rng)
    at = rng.choice(places)
    kind = rng.choice((*["near"] * 8, *["value"] * 4, "key", "drop", "double", "move", "other"))
    if kind == "near":
        lines[at] = near(lines[at], rng)
    elif kind == "value":
        lines[at] = _other_value(lines[at], rng)
    elif kind == "key":
        words = re.findall(r"[A-Za-z_]+", "\n".join(lines))
        lines[at] = re.sub(r"[A-Za-z_]+", lambda _: rng.choice(words), lines[at], count=1)
    elif kind == "drop":
        del lines[at]
    elif kind == "double":
        lines.insert(rng.randrange(len(lines)), lines[at])
    elif kind == "move":
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    else:
        return bytes_of(data, rng)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


_VALUE = re.compile(r'"[^"]*"|(?<![\w."])-?\d[\d.]*(?![\w"])|\btrue\b|\bfalse\b')


def _other_value(line: str, rng: random.Random) -> str:
    """One of the values of the line replaced by another, mostly of its own kind."""
    found = list(_VALUE.finditer(line))
    if not found:
        return line + rng.choice(_OTHER)
    old = rng.choice(found)
    is_text = old[0].startswith('"')
    if rng.random() < 0.2:
        new = rng.choice(_OTHER)
    elif is_text == (rng.random() < 0.9):
        new = json.dumps(rng.choice(TEXTS))
    else:
        new = rng.choice((*NUMBERS, _scaled(old[0], rng), _scaled(old[0], rng)))
    return line[: old.start()] + new + line[old.end() :]


def _scaled(number: str, rng: random.Random) -> str:
    try:
        value = float(number) * rng.choice((-1, 0.01, 0.5, 0.9, 1.1, 2, 10, 100))
    except ValueError:
        return "3"
    return str(int(value)) if "." not in number else repr(value)


def json_of(data: bytes, rng: random.Random) -> bytes:
    """A value anywhere in a JSON file replaced, gone, or under another key; or its bytes damaged."""
    if rng.random() < 0.2:
        return bytes_of(data, rng)
    whole = json.loads(data)
    for _ in range(rng.choice((1, 1, 2))):
        holder, key = _anywhere(whole, rng)
        if holder is None:
            break
        kind = rng.choice(("value", "value", "value", "drop", "key"))
        if kind == "drop":
            del holder[key]
        elif kind == "key" and isinstance(holder, dict):
            holder[rng.choice(TEXTS)] = holder.pop(key)
        else:
            holder[key] = rng.choice(
                (
                    None,
                    True,
                    [],
                    {},
                    [1],
                    {"a": 1},
                    -1,
                    0,
                    10**30,
                    1e308,
                    float("nan"),
                    0.5,
                    7,
                    *rng.sample(TEXTS, 8),
                )
            )
    return json.dumps(whole, indent=2).encode("utf-8", "surrogatepass")


def _anywhere(whole: Any, rng: random.Random) -> tuple[Any, Any]:
    """A place in nested tables and lists: the table or list, and the key in it."""
    places: list[tuple[Any, Any]] = []
    waiting = [whole]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict | list):
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            places += [(holder, key) for key in keys]
            waiting += [holder[key] for key in keys]
    return rng.choice(places) if places else (None, None)


def table(data: bytes, rng: random.Random) -> bytes:
    """A cell, some cells or a whole column of a CSV file replaced; or its lines and bytes damaged."""
    if rng.random() < 0.5:
        return bytes_of(data, rng)
    rows = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    value = rng.choice((*TEXTS, *NUMBERS, *NUMBERS)).replace("\n", " ")
    column = rng.randrange(len(rows[0]))
    chosen = rng.choice(
        (range(1, len(rows)), [rng.randrange(len(rows))], [rng.randrange(len(rows)) for _ in range(5)])
    )
    for number in chosen:
        if column < len(rows[number]):
            rows[number][column] = value
    return "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")


def binary(data: bytes, rng: random.Random) -> bytes:
    """Bytes of a workbook or database changed, cut off or swapped."""
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 3, 30, 300))):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged[: rng.randrange(len(damaged))] if rng.random() < 0.3 else damaged)


_BY_SUFFIX: dict[str, Damage] = {".toml": toml, ".json": json_of, ".csv": table}


def damaged(name: str, data: bytes, rng: random.Random) -> bytes:
    """The file with one or two damages."""
    damage = _BY_SUFFIX.get(Path(name).suffix, binary)
    for _ in range(rng.choice((1, 1, 1, 2))):
        try:
            data = damage(data, rng)
        except (ValueError, UnicodeError):  # the first damage left nothing that the second could read
            return data
    return data
