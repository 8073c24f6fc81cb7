"""A small centre whose plan is made in a second: its files in two versions, and the CSVs that are right."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

STAFFING = str(Path(sys.executable).parent / "staffing")
AS_OF = ("2026-11-23", "2026-11-24", "2026-11-25")  # the names of the runs
WAIT_SECONDS = 600.0  # for one command, on a machine however busy

_PLAN = """
[centre]
name = "Zürich İstanbul"
timezone = "America/New_York"
open = { mon-fri = "08:00-18:00" }

[history]
source = "history.csv"
aht_seconds = 240

[forecast]
days = 3
method = "mean-of-weeks"
events = "events.csv"

[service]
target = "TARGET"
patience_seconds = 180

[schedule]
start_every_minutes = 60
gap = 0.01

[simulation]
replications = 10
repair = false

[[schedule.pattern]]
name = "full-time"
days = "mon-fri"
earliest_start = "08:00"
latest_start = "10:00"
length_minutes = 480
lunch = { minutes = 30, earliest_minutes = 180, latest_minutes = 300 }

[[schedule.pattern]]
name = "kısa"
days = "mon-fri"
earliest_start = "08:00"
latest_start = "14:00"
length_minutes = 240
cost_per_hour = 1.05
"""
_EVENTS = "date,name,effect\n2026-11-27,the day after,EFFECT\n"


def history(seed: int) -> str:
    """Eight weeks of half-hours of one queue, with handle times."""
    rng, day = random.Random(seed), dt.date(2026, 9, 28)
    rows = ["interval_start,queue,offered,aht_seconds"]
    while day < dt.date(2026, 11, 23):
        if day.weekday() < 5:
            for slot in range(16, 36):
                start = f"{day}T{slot // 2:02d}:{slot % 2 * 30:02d}:00"
                rows.append(f"{start},çağrı,{rng.randint(20, 40)},{rng.randint(200, 280)}")
        day += dt.timedelta(days=1)
    return "\n".join(rows) + "\n"


# file → its two versions
VERSIONS = {
    "plan.toml": (_PLAN.replace("TARGET", "80/20"), _PLAN.replace("TARGET", "90/10")),
    "history.csv": (history(1), history(2)),
    "events.csv": (_EVENTS.replace("EFFECT", "0.5"), _EVENTS.replace("EFFECT", "closed")),
}


@dataclass(frozen=True)
class Ended:
    """A command that has ended; a `code` below 0 is the signal that ended it."""

    code: int
    stdout: str
    stderr: str


@dataclass
class Centre:
    """Its folder, and the CSVs that are right, by moment and by the inputs' hashes."""

    folder: Path
    right: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    elsewhere: Path | None = None  # another output folder than the one beside the plan
    seconds: float = 1.0  # that the last undisturbed run took, on a machine as busy as this one

    @property
    def plan(self) -> Path:
        """The plan file."""
        return self.folder / "plan.toml"

    @property
    def out(self) -> Path:
        """The output folder that is disturbed."""
        return self.elsewhere or self.folder / "runs"

    def write(self, **versions: int) -> None:
        """Every input anew, by renaming, as an export should be: version 0, or the one given by its stem."""
        for name, texts in VERSIONS.items():
            self.replace(name, texts[versions.get(name.partition(".")[0], 0)].encode())

    def replace(self, name: str, content: bytes) -> None:
        """One input replaced whole."""
        new = self.folder / f"{name}.new"
        new.write_bytes(content)
        os.replace(new, self.folder / name)

    def command(self, as_of: str, out: Path | None = None) -> list[str]:
        """`staffing plan` of this centre."""
        options = ["--as-of", as_of, "--out", str(out or self.out), "--effort", "low", "--quiet"]
        return [STAFFING, "plan", str(self.plan), *options]

    def run(self, as_of: str, out: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
        """One undisturbed run."""
        began = time.monotonic()
        done = ended(self.command(as_of, out), env=env)
        self.seconds = time.monotonic() - began
        return done

    def meanwhile(self, as_of: str, rng: random.Random, harm: Callable[[], object]) -> Ended:
        """A run, and what happens at some moment of it."""
        process = self.begin(as_of)
        time.sleep(rng.uniform(0, self.seconds))
        harm()
        return end(process)

    def begin(self, as_of: str) -> subprocess.Popen[bytes]:
        """A run that has begun."""
        pipe = subprocess.PIPE
        return subprocess.Popen(self.command(as_of), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)

    def learn(self, as_of: str) -> None:
        """Make a run nobody disturbs, elsewhere, and remember its CSVs as right for these inputs."""
        apart = self.folder / "undisturbed"
        done = self.run(as_of, apart)
        if done.code:
            raise RuntimeError(f"an undisturbed run ended with {done.code}: {done.stderr}")
        run = apart / as_of  # latest stays at a run of a later moment
        self.right[made_of(run, as_of)] = digests(run)


def end(process: subprocess.Popen[bytes]) -> Ended:
    """The run when it has ended."""
    stdout, stderr = process.communicate()
    return Ended(process.returncode, stdout.decode(errors="replace"), stderr.decode(errors="replace"))


def made_of(run: Path, name: str) -> tuple[str, ...]:
    """The moment of a run and the hashes of its inputs, as its run.json says."""
    trace = json.loads((run / "run.json").read_text(encoding="utf-8"))
    return (name, *sorted(given["sha256"] for given in trace["inputs"]))


def digests(run: Path) -> dict[str, str]:
    """SHA-256 of each CSV of a run."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(run.glob("*.csv"))}


def ended(
    command: list[str],
    *,
    env: Mapping[str, str] | None = None,
    prepare: Callable[[], None] | None = None,
) -> Ended:
    """Run a command to its end; `prepare` is called in the new process before it begins."""
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=WAIT_SECONDS,
        preexec_fn=prepare,
    )
    return Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
