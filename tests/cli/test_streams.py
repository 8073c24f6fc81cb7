"""Standard streams as a shell may leave them: closed, full, or of a terminal that is not UTF-8."""

from __future__ import annotations

import csv
import os
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import BANK, PACKAGE

STAFFING = Path(sys.executable).parent / "staffing"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell closes the streams")
DEMAND = "interval_start,queue,offered,aht_seconds\n2026-11-02T09:00,Zürich,100,180\n"
SPENT = {
    "closed": ">&-",
    "full": ">/dev/full",
}
# Everything that prints to standard output: data, JSON, text for people, and what typer prints itself.
PRINTING = [
    "size demand.csv",
    f"inspect {BANK}/history.csv --timezone America/New_York",
    "formats",
    "formats genesys --json",
    "--help",
    "--version",
    "size --help",
]
STARTER = PACKAGE / "plan" / "file" / "starter" / "history.csv"
BACKTEST = f"backtest {STARTER} --days 7 --method mean-of-weeks --out b.csv"


def shell(command: str, folder: Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """`staffing` with these words of a shell, in a folder that holds `demand.csv`."""
    (folder / "demand.csv").write_text(DEMAND, encoding="utf-8")
    line = f"{shlex.quote(str(STAFFING))} {command}"
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": ""}
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, check=False, timeout=120
    )


@pytest.mark.parametrize("state", SPENT)
@pytest.mark.parametrize("command", PRINTING)
def test_an_output_that_takes_nothing_is_said(command: str, state: str, tmp_path: Path) -> None:
    """Exit 1 and a line on standard error, whatever is printed."""
    done = shell(f"{command} {SPENT[state]}", tmp_path)
    assert done.returncode == 1, done.stderr
    assert b"staffing: standard output: expected a place to write (" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_output_that_is_not_needed_is_no_fault(tmp_path: Path) -> None:
    """As under cron: data go to a file, which gets nothing but data."""
    done = shell("size demand.csv --out out.csv >&-", tmp_path)
    assert done.returncode == 0, done.stderr
    header, row = csv.reader(StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")))
    assert dict(zip(header, row, strict=True))["queue"] == "Zürich"


@pytest.mark.parametrize("state", SPENT.values())
def test_notes_that_nobody_can_see_go_nowhere(state: str, tmp_path: Path) -> None:
    """Without a standard error the data are the same, with no note among them, and so are the exit codes."""
    seen, unseen = (shell(f"size demand.csv {end}", tmp_path) for end in ("", f"2{state}"))
    assert b"--patience" in seen.stderr
    assert (unseen.returncode, unseen.stdout) == (0, seen.stdout)
    assert shell(f"size absent.csv 2{state}", tmp_path).returncode == 1
    assert shell(f"size demand.csv --model none 2{state}", tmp_path).returncode == 2


def run_unread(command: str, stream: str) -> subprocess.CompletedProcess[bytes]:
    """`staffing` with these words, one of whose streams is a pipe that nobody reads; the other is kept."""
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: writer}
    try:
        return subprocess.run([STAFFING, *command.split()], check=False, timeout=120, **streams)
    finally:
        os.close(writer)


@pytest.mark.parametrize(
    "command", ["--help", "--version", "size --help", "--help --log-format json", "formats"]
)
def test_a_reader_may_leave(command: str) -> None:
    """`staffing --help | head -1` ends well, and says nothing."""
    done = run_unread(command, "stdout")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["plam", "size --nope", "size", "", "plam --log-format json"])
def test_a_misuse_that_nobody_reads_is_one_all_the_same(command: str, tmp_path: Path) -> None:
    """Exit 2, whether standard error has no reader, is full or is closed; no fault of ours."""
    assert run_unread(command, "stderr").returncode == 2
    assert [shell(f"{command} 2{state}", tmp_path).returncode for state in SPENT.values()] == [2, 2]


@pytest.mark.parametrize("command", ["size -", "inspect -", "plan -"])
def test_a_closed_input_is_said(command: str, tmp_path: Path) -> None:
    """Standard input that is asked for and closed cannot be read: exit 1; it is not missed otherwise."""
    done = shell(f"{command} <&-", tmp_path)
    assert done.returncode == 1, done.stderr
    assert b"expected a readable file (" in done.stderr
    assert shell("size demand.csv <&-", tmp_path).returncode == 0


def test_all_streams_may_be_closed(tmp_path: Path) -> None:
    """What is written to a file is written."""
    assert shell("size demand.csv --out out.csv <&- >&- 2>&-", tmp_path).returncode == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("interval_start,")


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "ascii"])
@pytest.mark.parametrize("command", [*PRINTING, BACKTEST])
def test_text_is_shown_in_any_encoding(command: str, encoding: str, tmp_path: Path) -> None:
    """Characters that a terminal lacks have lookalikes, on standard output and error."""
    done = shell(command, tmp_path, encoding)
    assert done.returncode == 0, done.stderr
    assert b"\\u" not in done.stdout + done.stderr


def test_lookalikes_keep_the_drawing(tmp_path: Path) -> None:
    """The strips of `inspect` are as long as ever, in ASCII alone; `é` loses its accent, not its place."""
    command = f"inspect {BANK}/history.csv --timezone America/New_York"
    drawn, plain = (shell(command, tmp_path, encoding).stdout.decode() for encoding in ("utf-8", "ascii"))
    assert not drawn.isascii()
    assert plain.isascii()
    strips = [line for line in drawn.splitlines() if "█" in line]
    assert strips
    shown = plain.splitlines()
    for number, line in enumerate(drawn.splitlines()):
        if line in strips:
            assert len(shown[number]) == len(line)
            assert "#" in shown[number]


def test_data_are_utf8_in_any_locale(tmp_path: Path) -> None:
    """Files and what is piped are UTF-8, in and out: the same bytes wherever they are made."""
    expected = shell("size demand.csv --out out.csv && cat out.csv", tmp_path).stdout
    assert "Zürich".encode() in expected
    assert shell("size demand.csv", tmp_path, "latin-1").stdout == expected
    assert shell("size demand.csv --out out.csv && cat out.csv", tmp_path, "ascii").stdout == expected
    plan = (BANK / "plan.toml").read_text(encoding="utf-8").replace("America/New_York", "Zürich")
    (tmp_path / "plan.toml").write_text(plan, encoding="utf-8")
    piped, read = (
        shell(f"plan {source}", tmp_path, "latin-1").stderr for source in ("- <plan.toml", "plan.toml")
    )
    assert "found 'Zürich'".encode("latin-1") in read
    assert piped.replace(b"-, line", b"plan.toml, line") == read
