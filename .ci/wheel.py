"""Test the wheel at both ends of the ranges of pyproject.toml, on the oldest and newest Python found here.

    python .ci/wheel.py dist/staffing-0.2.0-py3-none-any.whl

Each combination runs the main job and the tests marked `smoke`; the newest versions on the newest Python run
the full suite instead. Ends with a table, and with exit code 1 where anything failed.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from lowest import lowest

ROOT = Path(__file__).resolve().parent.parent
MINORS = (11, 12, 13, 14)
SHOWN = ("numpy", "scipy", "pulp", "highspy", "typer", "pydantic")
PROBE = """
import ensurepip, sys, venv
assert sys.version_info[1] == int(sys.argv[1]) and sys.version_info.releaselevel == "final"
print(sys.executable)
"""
VERSIONS = """
import platform, sys
from importlib.metadata import version
print(platform.python_version(), *map(version, sys.argv[1:]))
"""
INSTALLED = """
import staffing
assert "site-packages" in staffing.__file__, f"not the wheel: {staffing.__file__}"
"""


@dataclass(frozen=True, slots=True)
class Combination:
    """A Python, the end of the ranges (`lowest` or `newest`) and the folder in which both are tried."""

    interpreter: str
    minor: int
    end: str
    home: Path

    @property
    def python(self) -> str:
        """Of the environment; `interpreter` is the one that makes it."""
        return str(self.home / "environment" / "bin" / "python")

    def run(self, *command: object, folder: Path | None = None) -> None:
        """Run a command with its output in the log; an error where it fails."""
        with self.log.open("a", encoding="utf-8") as log:
            print("$", *command, file=log, flush=True)
            subprocess.run(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder or self.home,
                check=True,
            )

    @property
    def log(self) -> Path:
        """What its commands printed."""
        return self.home / "log.txt"


def interpreter(minor: int) -> str | None:
    """A released Python 3.`minor` that can make environments, of the path or of pyenv."""
    name = f"python3.{minor}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    on_path = [shutil.which(one) for one in (name, "python3")]
    beside = [f"/usr/local/bin/{name}", f"/usr/bin/{name}", *map(str, pyenv.glob(f"3.{minor}.*/bin/python"))]
    for candidate in filter(os.path.exists, filter(None, [*on_path, *beside])):
        probed = subprocess.run(
            [candidate, "-c", PROBE, str(minor)], capture_output=True, text=True, check=False
        )
        if probed.returncode == 0:
            return probed.stdout.strip()
    return None


def install(one: Combination, wheel: Path) -> None:
    """An environment with the wheel and what its tests need, at one end of the ranges."""
    limits: list[object] = []
    if one.end == "lowest":
        constraints = one.home / "lowest.txt"
        constraints.write_text(
            "".join(f"{name}=={bound}\n" for name, bound in lowest(f"3.{one.minor}").items())
        )
        limits = ["--only-binary", ":all:", "--constraint", constraints]
    one.run(one.interpreter, "-m", "venv", one.home / "environment")
    one.run(one.python, "-m", "pip", "install", "--quiet", *limits, f"{wheel}[test]")


def run_main_job(one: Combination) -> None:
    """The sample's plan and a starter plan, outside the checkout."""
    command = Path(one.python).with_name("staffing")
    one.run(command, "plan", ROOT / "data" / "bank-2003" / "plan.toml", "--out", "bank", "--quiet")
    one.run(command, "init", "centre")
    one.run(command, "plan", "centre/plan.toml", "--quiet")
    for out in ("bank", "centre/runs"):
        one.run("test", "-s", f"{out}/latest/shifts.csv")


def tests_without_package(folder: Path) -> Path:
    """A copy of the checkout without `staffing`, so that only the installed one can be imported there."""

    def ignored(inside: str, names: list[str]) -> set[str]:
        return {"staffing", ".venv"}.intersection(names) if Path(inside) == ROOT else set()

    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


def attempt(one: Combination, wheel: Path, tests: Path, *, smoke: bool) -> bool:
    """True where the combination installs, plans and passes the smoke tests; its log is shown where not."""
    one.home.mkdir()
    try:
        install(one, wheel)
        run_main_job(one)
        one.run(one.python, "-c", INSTALLED, folder=tests)
        if smoke:
            one.run(one.python, "-m", "pytest", "-p", "no:cacheprovider", "-m", "smoke", folder=tests)
    except subprocess.CalledProcessError:
        print(f"-- 3.{one.minor} with the {one.end} versions FAILED:\n{one.log.read_text(encoding='utf-8')}")
        return False
    return True


def versions(one: Combination) -> list[str]:
    """Of its Python and of the main packages, as installed."""
    unknown = [f"3.{one.minor}", *["?"] * len(SHOWN)]
    if not Path(one.python).exists():
        return unknown
    probed = subprocess.run([one.python, "-c", VERSIONS, *SHOWN], capture_output=True, text=True, check=False)
    return probed.stdout.split() or unknown


def pythons() -> dict[int, str]:
    """The Pythons of this machine by minor version; says which are tested, and which are not there."""
    found = {minor: path for minor in MINORS if (path := interpreter(minor)) is not None}
    for minor in MINORS:
        if minor not in found:
            use = "not found on this machine, not tested"
        elif minor in {min(found), max(found)}:
            use = f"{found[minor]}, tested"
        else:
            use = f"{found[minor]}, between the oldest and the newest, not tested"
        print(f"Python 3.{minor}: {use}", flush=True)
    return found


def main(wheel: Path) -> int:
    """Try every combination, two at a time, then the full suite alone; print the table."""
    found = pythons()
    here = [platform.python_version(), *map(version, SHOWN)]
    table = [["Python", "versions", *SHOWN, "what ran", "result"]]
    table.append([here[0], "newest", *here[1:], "README's test command, smoke tests", "ok"])
    with TemporaryDirectory() as folder:
        work = Path(folder)
        tests = tests_without_package(work / "tests")
        combinations = [
            Combination(found[minor], minor, end, work / f"3.{minor}-{end}")
            for minor in sorted({min(found), max(found)})
            for end in ("lowest", "newest")
        ]
        *_, full = combinations
        with ThreadPoolExecutor(2) as pool:
            results = pool.map(lambda one: attempt(one, wheel, tests, smoke=one is not full), combinations)
        passed = dict(zip(combinations, results, strict=True))
        print(f"== the full suite: the wheel, newest versions, Python 3.{full.minor}", flush=True)
        suite = [full.python, "-m", "pytest", "-n", "2", "--dist", "loadfile"]
        passed[full] = passed[full] and not subprocess.call(suite, cwd=tests)
        for one, ok in passed.items():
            ran = "wheel: main job, " + ("full suite" if one is full else "smoke tests")
            number, *packages = versions(one)
            table.append([number, one.end, *packages, ran, "ok" if ok else "FAILED"])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0 if all(passed.values()) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
