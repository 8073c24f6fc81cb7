"""Plans and all other input files with random damage: a command reads each, and ends as it should."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import forked
from damage import damaged
from inputs import INPUTS, PLANS, READ, RUN
from record import Record
from whole import wrong_end, wrong_runs

ROOT = Path(__file__).resolve().parent.parent.parent


def mutated(folder: Path, plans: int, files: int, seed: int) -> Iterator[Record]:
    """So many damaged plans, which have every section, and other files; a record for each kind."""
    with forked.searching_briefly():
        base = _based(folder)
        others = [name for name in READ if name not in PLANS]
        for name, count in {**_shares(PLANS, plans), **_shares(others, files)}.items():
            if count:
                yield _all(base, name, count, seed)


def _shares(names: Sequence[str], count: int) -> dict[str, int]:
    """The cases divided: the first name has what is left over."""
    each, over = divmod(count, len(names))
    return {name: each + (turn < over) for turn, name in enumerate(names)}


def _all(base: Path, name: str, count: int, seed: int) -> Record:
    """One of the commands that read the file, for each damage; what ended wrongly is printed."""
    standing = set(base.iterdir())
    for command in READ[name]:
        _good(base, command)  # a command that refuses what is good would show nothing
        _clear(base, standing)
    record, good = Record(f"{name} damaged"), (base / name).read_bytes()
    for case in range(seed, seed + count):
        rng = random.Random(f"{name} {case}")
        data, command = damaged(name, good, rng), rng.choice(READ[name])
        (base / name).write_bytes(data)
        done = forked.run(base, [*command.split(), "--quiet"])
        found = [*wrong_end(done), *wrong_runs(base / "out")]
        if found:
            wrong = base.parent / "wrong"
            wrong.mkdir(exist_ok=True)
            (wrong / f"{case}-{name.replace('/', '-')}").write_bytes(data)
        record.add(done.code, [f"case {case}: staffing {command}: {fault}" for fault in found])
        (base / name).write_bytes(good)
        _clear(base, standing)
    return record


def _clear(base: Path, standing: set[Path]) -> None:
    """Remove what a command has made."""
    for path in set(base.iterdir()) - standing:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _based(folder: Path) -> Path:
    """A folder with one good file of every kind, and two runs."""
    base = folder / "base"
    base.mkdir(parents=True)
    for name, text in INPUTS.items():
        (base / name).write_text(text, encoding="utf-8")
    for name in ("people", "costs", "quality", "leavers"):
        shutil.copy(ROOT / "data" / "service-centre" / f"{name}.csv", base)
    shutil.copy(ROOT / "data" / "service-centre" / "history.csv", base / "served.csv")
    shutil.copy(ROOT / "tests" / "layouts" / "wide-days-by-halfhours.matrix.xlsx", base / "book.xlsx")
    for day in ("20", "23"):
        _good(base, f"plan plan.toml --out runs --as-of 2026-11-{day}")
    for table in ("forecast", "requirement", "shifts"):
        shutil.copy(base / RUN / f"{table}.csv", base)
    (base / "actuals.csv").write_text(_actuals(base / RUN / "forecast.csv"), encoding="utf-8")
    _good(base, "store push sqlite:///plans.db runs")
    (base / "kept.db").unlink()  # that the two runs above have made, as [store] of the plan asks
    _good(base, "roster need.csv --rules team.toml --effort low --out rostered")
    shutil.copy(base / "rostered" / "roster.csv", base)
    return base


def _actuals(forecast: Path) -> str:
    rows = ["interval_start,queue,offered,answered,abandoned,answered_within_target,wait_seconds,aht_seconds"]
    for line in forecast.read_text(encoding="utf-8").splitlines()[1:]:
        start, queue, offered, *_ = line.split(",")
        contacts = round(float(offered) * 1.1)
        rows.append(f"{start},{queue},{contacts},{contacts},0,{contacts * 8 // 10},12,250")
    return "\n".join(rows) + "\n"


def _good(base: Path, command: str) -> None:
    """Run a command that must succeed."""
    done = forked.run(base, [*command.split(), "--quiet"])
    if done.code:
        sys.exit(f"staffing {command}: {done.code} {done.stderr}")
