"""A machine that is not kind: disk, inputs, two runs at once, clock, pipes, environment, limits.

Every case begins with a good run, and ends with a run that nobody disturbs.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from centre import AS_OF, STAFFING, VERSIONS, Centre, Ended, end, ended
from kills import next_run
from record import Record
from whole import wrong_end, wrong_runs

ZONES = ("America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "UTC")
LOCALES = (("de_DE", "ISO-8859-1"), ("tr_TR", "ISO-8859-9"), ("tr_TR", "UTF-8"))
# A clock set back without a library: Python runs a module of this name on PYTHONPATH before the program.
_CLOCK = """
import datetime, time
BACK = {seconds!r}
_time, _time_ns, _datetime = time.time, time.time_ns, datetime.datetime
time.time = lambda: _time() - BACK
time.time_ns = lambda: {nanoseconds}
class datetime_then(_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = datetime_then
"""


def disturbed(centre: Centre, count: int, rng: random.Random) -> Iterator[Record]:
    """Every kind of fault of the machine, `count` cases each where they are random."""
    yield from _limits_of_files(centre, count, rng)
    yield from _small_disks(centre, count, rng)
    yield _taken_away(centre, count, rng)
    yield from _inputs(centre, count, rng)
    yield _at_once(centre, count)
    yield from _clocks(centre)
    yield from _environments(centre)
    yield from _closed_pipes(centre)
    yield from _limits(centre)


def _case(record: Record, centre: Centre, done: Ended, *, signals: tuple[int, ...] = ()) -> None:
    """Judge how a run ended, what a reader sees, and the next run."""
    found = [*wrong_end(done, signals=signals), *wrong_runs(centre.out, centre)]
    if not (centre.out / "latest" / "run.json").exists():
        found.append("the last good run cannot be read")
    record.add(done.code, [*found, *next_run(centre, AS_OF[0])])


def _limits_of_files(centre: Centre, count: int, rng: random.Random) -> Iterator[Record]:
    record = Record("files limited in size (RLIMIT_FSIZE)")
    for _ in range(count):
        size = rng.choice((0, 1, 100, rng.randrange(20_000)))
        _case(record, centre, ended(centre.command(AS_OF[1]), prepare=_limit(resource.RLIMIT_FSIZE, size)))
    yield record


def _small_disks(centre: Centre, count: int, rng: random.Random) -> Iterator[Record]:
    """A disk of memory that is filled up or mounted read-only; only root may mount one."""
    full, read_only = Record("disk full"), Record("disk read-only")
    with _disk(centre.folder / "disk") as place:
        if place is None:
            print("  no disk faults: only root can mount a small disk", file=sys.stderr)
            return
        small = Centre(centre.folder, centre.right, place / "runs")
        small.run(AS_OF[0])
        for _ in range(count):
            _fill(place / "filler", rng.randrange(100_000))
            done = small.run(AS_OF[1])
            (place / "filler").unlink()
            _case(full, small, done)
        for _ in range(max(count // 5, 1)):
            done = small.meanwhile(AS_OF[1], rng, lambda: _remount(place, "ro"))
            _remount(place, "rw")
            _case(read_only, small, done)
    yield from (full, read_only)


@contextmanager
def _disk(place: Path) -> Iterator[Path | None]:
    """A disk of a megabyte; None where it cannot be had."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _remount(place: Path, how: str) -> None:
    """Read-only or not; a disk that is being written to refuses the former."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=False, capture_output=True)


def _fill(file: Path, left: int) -> None:
    """Take all space of the disk but so many bytes."""
    free = os.statvfs(file.parent).f_bavail * os.statvfs(file.parent).f_frsize
    file.write_bytes(b"0" * max(free - left, 0))


def _taken_away(centre: Centre, count: int, rng: random.Random) -> Record:
    """The output folder is removed while a run is on its way: no good run can be left."""
    record = Record("output folder removed midway")
    for _ in range(count):
        centre.run(AS_OF[0])
        done = centre.meanwhile(AS_OF[1], rng, lambda: shutil.rmtree(centre.out, ignore_errors=True))
        found = [*wrong_end(done), *wrong_runs(centre.out, centre), *next_run(centre, AS_OF[0])]
        record.add(done.code, found)
    return record


def _inputs(centre: Centre, count: int, rng: random.Random) -> Iterator[Record]:
    for name in VERSIONS:
        centre.write(**{name.partition(".")[0]: 1})
        centre.learn(AS_OF[1])
    centre.write()
    replaced, damaged = Record("input replaced midway"), Record("input damaged or gone midway")
    for turn in range(count):
        name = list(VERSIONS)[turn % len(VERSIONS)]
        new = VERSIONS[name][1].encode()
        done = centre.meanwhile(AS_OF[1], rng, lambda: centre.replace(name, new))  # noqa: B023
        centre.write()
        _case(replaced, centre, done)
        cut = new[: rng.randrange(len(new))]
        harm = rng.choice(((centre.folder / name).unlink, lambda: centre.replace(name, cut)))  # noqa: B023
        done = centre.meanwhile(AS_OF[1], rng, harm)
        centre.write()
        found = [*wrong_end(done), *wrong_runs(centre.out)]  # an input cut short may still be one
        centre.run(AS_OF[1])
        damaged.add(done.code, [*found, *next_run(centre, AS_OF[0])])
    yield from (replaced, damaged)


def _at_once(centre: Centre, count: int) -> Record:
    """Three runs begin together: one writes, the others are told so (4), or come when it has ended (0)."""
    record = Record("three runs at once")
    for _ in range(max(count // 3, 1)):
        together = [centre.begin(as_of) for as_of in AS_OF]
        all_ended = [end(process) for process in together]
        codes = sorted(done.code for done in all_ended)
        found = [fault for done in all_ended for fault in wrong_end(done)]
        if codes[0] or set(codes) - {0, 4}:
            found.append(f"exit codes {codes}: {[done.stderr for done in all_ended]}")
        record.add(codes[0], [*found, *wrong_runs(centre.out, centre), *next_run(centre, AS_OF[0])])
    return record


def _clocks(centre: Centre) -> Iterator[Record]:
    record = Record("clock set back, or standing still")
    for seconds, nanoseconds in (
        (3600, f"_time_ns() - {3600 * 10**9}"),
        (86_400 * 365, f"_time_ns() - {86_400 * 365 * 10**9}"),
        (-86_400, f"_time_ns() + {86_400 * 10**9}"),
        (0, "1_800_000_000_000_000_000"),
        (0, "1_800_000_000_000_000_000"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            text = _CLOCK.format(seconds=seconds, nanoseconds=nanoseconds)
            (Path(folder) / "sitecustomize.py").write_text(text, encoding="utf-8")
            done = centre.run(AS_OF[1], env={**os.environ, "PYTHONPATH": folder})
        _case(record, centre, done)
    yield record


def _environments(centre: Centre) -> Iterator[Record]:
    """The same bytes whatever the surroundings: home, locale, time zone, encoding of the streams."""
    usual = dict(os.environ)
    homeless = {name: value for name, value in usual.items() if name not in {"HOME", "USER", "LOGNAME"}}
    path = {"PATH": usual.get("PATH", "")}
    yield _same(centre, "no HOME, no environment", [homeless, path, {**homeless, "HOME": "/nowhere"}])
    with tempfile.TemporaryDirectory() as folder:
        local = [{**usual, "LC_ALL": name, "LOCPATH": folder} for name in _built(Path(folder))]
        plain = [
            {**usual, "LC_ALL": "C", **more} for more in ({}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
        ]
        latin = {**usual, "PYTHONIOENCODING": "cp1254", "PYTHONUTF8": "0"}
        yield _same(centre, "locales C, 8-bit, Turkish", [*plain, *local, latin])
    yield _same(centre, "time zones of the machine", [{**usual, "TZ": zone} for zone in (*ZONES, "nowhere")])


def _built(folder: Path) -> list[str]:
    """Locales made from the system's sources; none where it has no sources."""
    made = []
    for language, encoding in LOCALES:
        name = f"{language}.{encoding}"
        command = ["localedef", "-i", language, "-f", encoding, str(folder / name)]
        if (
            shutil.which("localedef")
            and not subprocess.run(command, capture_output=True, check=False).returncode
        ):
            made.append(name)
    return made


def _same(centre: Centre, kind: str, environments: list[dict[str, str]]) -> Record:
    record = Record(kind)
    for environment in environments:
        done = centre.run(AS_OF[1], env=environment)
        _case(record, centre, done)
        for command in (
            [STAFFING, "runs", str(centre.out)],
            [STAFFING, "inspect", "--timezone", "UTC", _history(centre)],
        ):
            shown = ended(command, env=environment)
            record.add(shown.code, wrong_end(shown))
    return record


def _history(centre: Centre) -> str:
    return str(centre.folder / "history.csv")


def _closed_pipes(centre: Centre) -> Iterator[Record]:
    record = Record("closed pipes and streams")
    plan, history = " ".join(centre.command(AS_OF[1])), f"{STAFFING} forecast {_history(centre)} --days 3"
    loud = plan.replace(" --quiet", "")
    for line in (
        f"{history} | head -1",
        f"{history} | true",
        f"{history} >&-",
        f"{history} 2>&-",
        f"{history} <&- >/dev/full",
        f"{history} --json --out {centre.folder}/f.csv | true",
        f"{loud} --json | head -1",
        f"{loud} 2>&1 | true",
        f"{loud} --json >/dev/full",
        f"{loud} 2>/dev/full",
        f"{plan} <&- >&- 2>&-",
        f"{STAFFING} runs {centre.out} | true",
        f"{STAFFING} --help | true",
        f"{STAFFING} --help >/dev/full",
        f"cat {_history(centre)} | {STAFFING} forecast - --days 3 | head -1",
    ):
        done = ended(["bash", "-c", f"set -o pipefail; {line}"])
        _case(record, centre, done)
    yield record


def _limits(centre: Centre) -> Iterator[Record]:
    megabyte = 1_000_000
    for kind, what, values in (
        (
            "memory (ulimit -v)",
            resource.RLIMIT_AS,
            [n * megabyte for n in (120, 160, 200, 250, 300, 400, 600, 1000)],
        ),
        ("open files (ulimit -n)", resource.RLIMIT_NOFILE, [4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 32]),
        ("CPU seconds (ulimit -t)", resource.RLIMIT_CPU, [1, 1, 2]),
    ):
        record = Record(kind)
        for value in values:
            done = ended(centre.command(AS_OF[1]), prepare=_limit(what, value))
            _case(record, centre, done, signals=(9, 24) if what == resource.RLIMIT_CPU else ())
        yield record


def _limit(what: int, value: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(what, (value, value))
