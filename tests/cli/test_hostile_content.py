"""Names that would run, steer or hide are text in files, pages, logs and terminals, and read back equal."""

from __future__ import annotations

import csv
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from staffing.plan.jobs.conduct import run_plan
from staffing.plan.run.published import read_run
from staffing.wording import legible
from tests.conftest import Staffing

pytestmark = pytest.mark.slow  # each test runs commands

HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","x")',
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "escape": "red\x1b[31m\x1b]0;title\x07",
    "lines": "two\nstaffing: forged line",
    "bidi": "abc\u202egnp.exe",
    "path": "../../etc/passwd",
    "quotes": 'it\'s, "so"; \t|x',
    "markup": "[red]x[/red] {x} %s $HOME `id`",
    "long": "x" * 500,
    "right to left": "خدمات العملاء",
}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def toml(text: str) -> str:
    """As a TOML text has it."""
    return json.dumps(text, ensure_ascii=True)


def centre(folder: Path, name: str) -> Path:
    """A centre of which the name, a pattern, an event and one of two queues are called so."""
    rows = [["interval_start", "queue", "offered", "aht_seconds", name]]
    for day in range(14):
        for hour in range(8, 12):
            rows += [[f"2026-11-{9 + day:02d}T{hour:02d}:{half}", queue, "10", "200", name]
                     for half in ("00", "30") for queue in (name, "other")]  # fmt: skip
    with (folder / "history.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["date", "name", "effect"], ["2026-11-23", name, "1.5"]])
    (folder / "plan.toml").write_text(
        f"""[centre]
name = {toml(name)}
timezone = "UTC"
open = {{ mon-sun = "08:00-12:00" }}
[history]
source = "history.csv"
[forecast]
days = 1
events = "events.csv"
[service]
patience_seconds = 120
[[service.override]]
queue = {toml(name)}
target = "90/10"
[schedule]
gap = 0.05
[[schedule.pattern]]
name = {toml(name)}
length_minutes = 240
""",
        encoding="utf-8",
    )
    return folder / "plan.toml"


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("kind", HOSTILE)
def test_names_are_text_everywhere_and_read_back_equal(kind: str, tmp_path: Path) -> None:
    """The queue, the pattern and the centre in every file of a run; no spreadsheet runs a cell."""
    name = HOSTILE[kind]
    made = run_plan(centre(tmp_path, name))
    run = read_run(made.folder)
    assert run.plan.name == name
    assert set(run.forecast.queues) == set(run.requirement.queues) == {name.strip(), "other"}
    assert set(run.shifts.pattern.tolist()) <= {name}
    for file in made.folder.glob("*.csv"):
        with file.open(newline="", encoding="utf-8") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell and not is_number(cell)]
    page = (made.folder / "report.html").read_text(encoding="utf-8")
    parsed = Tags()
    parsed.feed(page)
    assert parsed.tags.count("script") == 2  # the data, and what draws them
    assert "img" not in parsed.tags
    assert not STEERING.search(page)
    assert legible(name) in parsed.text
    assert json.loads((made.folder / "run.json").read_text())["plan"]["centre"]["name"] == name
    assert {path.name for path in tmp_path.iterdir()} == {"history.csv", "events.csv", "plan.toml", "runs"}


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("kind", ["escape", "lines", "bidi", "html", "markup"])
def test_no_name_steers_a_terminal_or_forges_a_line(kind: str, tmp_path: Path, staffing: Staffing) -> None:
    """In tables, notes, reports and errors, as text and as JSON."""
    name = HOSTILE[kind]
    plan = centre(tmp_path, name)
    done = [
        staffing("plan", plan),
        staffing("inspect", plan),
        staffing("drift", tmp_path / "runs", tmp_path / "history.csv"),
        staffing("forecast", tmp_path / "history.csv", "--out", tmp_path / "forecast.csv"),
        staffing("backtest", tmp_path / "history.csv", "--days", "1", "--out", tmp_path / "b.csv"),
        staffing("scorecard", tmp_path / "history.csv", "--rules", plan),
        staffing("size", tmp_path / "nowhere" / legible(name)),
    ]
    plan.write_text(plan.read_text().replace('target = "90/10"', f"target = {toml(name)}"))
    done.append(staffing("plan", plan))
    assert done[0].returncode == 0, done[0].stderr
    for one in done:
        assert not STEERING.search(one.stderr), repr(one.stderr)
        assert not re.search("^(staffing: )?forged", one.stderr, re.MULTILINE)
        if one.args[1] in {"inspect", "scorecard"}:
            assert not STEERING.search(one.stdout)
    logged = staffing("plan", plan, "--log-format", "json").stderr
    assert [json.loads(line)["level"] for line in logged.splitlines()] == ["error"]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes")
@pytest.mark.parametrize("file", [b"\x1b[31m.csv", b"a\nb.csv", b"caf\xe9.csv", b"=1+1.csv"])
def test_names_of_files_are_text_too(file: bytes, tmp_path: Path, staffing: Staffing) -> None:
    """Such a history is read, or refused on one line that steers nothing."""
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), file)))
    centre(tmp_path, "sales")
    path.write_bytes((tmp_path / "history.csv").read_bytes())
    good = staffing("forecast", path, "--days", "1")
    assert good.returncode == 0, good.stderr
    assert not STEERING.search(good.stderr)
    path.write_text("interval_start,offered\n2026-11-23T08:00,x\n")
    bad = staffing("forecast", path, "--days", "1")
    assert bad.returncode == 1
    assert len(bad.stderr.splitlines()) == 1
    assert not STEERING.search(bad.stderr)


def test_halves_of_characters_in_json_are_replaced(tmp_path: Path, staffing: Staffing) -> None:
    """JSON may hold them, no file can: they are shown as a mark."""
    times = [f"2026-11-{day:02d}T08:{half}" for day in range(2, 22) for half in ("00", "30")]
    rows = [{"interval_start": time, "queue": "a\ud800b", "offered": 5, "aht_seconds": 60} for time in times]
    (tmp_path / "h.json").write_text(json.dumps(rows))
    done = staffing("forecast", tmp_path / "h.json", "--days", "1", "--quiet")
    assert done.returncode == 0, done.stderr
    assert "a?b" in done.stdout


def test_legible_texts_keep_their_letters() -> None:
    """Other scripts, joiners and emoji stay; what steers becomes its escape."""
    for text in ("Zürich", "خدمات‌مشتریان", "हिन्दी", "👩‍💻", "Ελλάδα"):
        assert legible(text) == text
    assert legible("a\x1b[0m\n\u202eb\ud800") == "a\\x1b[0m\\n\\u202eb\\ud800"
