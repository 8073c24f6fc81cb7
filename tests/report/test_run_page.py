"""The page of a run: what it holds, how large it is, and that no text in it is more than text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from staffing.report.html.run_page.daily_chart import Scale, round_top
from staffing.report.html.run_page.page import run_page
from staffing.report.html.run_page.sections.heat_map import difference_kind, difference_text
from staffing.report.html.template import json_for_script, render
from staffing.wording import legible
from tests.conftest import ROOT
from tests.report.any_run_page import moved, run_page_of, varied

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "=cmd()|' /C calc'!A0",
    "two\nlines",
    "{{ 7*7 }}",
    "\u202egnirts",
    "x" * 500,
    "مركز 😀",
]


class Parsed(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_text_everywhere(name: str) -> None:
    """Of the centre, a queue, a pattern and in notes: in HTML, and in the data that the script reads."""
    page = run_page(run_page_of(queues=(name, "other"), patterns=(name,), name=name, notes=(name,)))
    plain = Parsed(run_page(run_page_of(queues=("a", "other"), patterns=("b",), name="c", notes=("d",))))
    parsed, data = Parsed(page), data_of(page)
    assert sorted(parsed.tags) == sorted(plain.tags)
    assert parsed.attributes == plain.attributes
    assert parsed.text.count(legible(name)) >= 5
    assert data["views"][1]["name"] == f"Queue {legible(name)}"
    assert data["shifts"]["patterns"] == [legible(name)]


def test_nothing_is_fetched_and_one_script_may_run() -> None:
    """No address but that of the drawing's names, and a policy that allows the page's own script alone."""
    page = run_page(run_page_of())
    assert set(re.findall(r"https?://[^\"' )]+", page)) == {"http://www.w3.org/2000/svg"}
    script = page[page.rindex("<script>") + 8 : page.rindex("</script>")]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_every_queue_has_a_view_and_a_chart_of_its_own() -> None:
    """Beside that of all contacts; a single queue is that view."""
    page = run_page(run_page_of(queues=("sales", "service")))
    assert [view["name"] for view in data_of(page)["views"]] == [
        "All contacts",
        "Queue sales",
        "Queue service",
    ]
    assert re.findall(r'<figure data-view="(\d)">', page) == ["0", "1", "2"] * 2
    (alone,) = data_of(run_page(run_page_of()))["views"]
    assert (alone["agents"], alone["fewer"], alone["more"]) == ([10], [740], [880])


def test_the_first_screen_answers_three_questions() -> None:
    """By the play, against the target; the limits that are crossed come before the notes."""
    summary = replace(run_page_of().summary, simulated_service_level=0.75, days_on_target=0.4)
    text = Parsed(run_page(replace(run_page_of(notes=("look here",)), summary=summary))).text
    assert "No: 75.0% against 80%" in text
    assert "800 paid hours" in text
    assert "75.0% of 100 contacts" in text
    assert text.index("service_level below its limit") < text.index("look here")


def test_what_is_not_there_is_left_out() -> None:
    """Without a play, a history, shifts and notes the page says less, and is whole."""
    bare = replace(run_page_of(), played=None, past=None)
    page = run_page(replace(bare, shifts=bare.shifts.rows(np.zeros(len(bare.shifts), dtype=bool))))
    assert 'id="service"' not in page
    assert 'id="shifts"' not in page
    assert "1,234" not in page
    assert page.rstrip().endswith("</html>")
    assert "heads short" in Parsed(page).text


def test_a_run_without_an_open_interval_has_a_page() -> None:
    """It says so, and has neither a day nor a cell to choose."""
    page = run_page_of()
    nothing = replace(
        page,
        requirement=replace(page.requirement, offered=0 * page.requirement.offered),
        coverage=replace(
            page.coverage, **dict.fromkeys(("required", "scheduled", "on_break"), 0 * page.coverage.required)
        ),
    )
    made = run_page(nothing)
    assert "No interval has contacts or heads." in made
    assert 'id="day"' not in made
    assert data_of(made)["minute"] == []


def test_a_day_tells_where_its_clocks_change() -> None:
    """From so many minutes after midnight on, the night after it included; most days tell nothing."""
    saturday = np.datetime64("2026-10-24")
    days = data_of(run_page(moved(run_page_of(3), saturday, "Europe/Berlin")))["days"]
    assert [day.get("clock") for day in days] == [[[1620, -60]], [[180, -60]], None]
    no_midnight = moved(run_page_of(1), np.datetime64("2026-09-06"), "America/Santiago")
    assert data_of(run_page(no_midnight))["days"][0]["clock"] == [[0, 60]]


@pytest.mark.parametrize(
    ("difference", "text", "kind"),
    [
        (-12.0, "−12", "s2"),
        (-0.4, "−.4", "s1"),
        (-2.3, "−2", "s2"),
        (-0.04, "0", "e"),
        (0.4, "0", "e"),
        (1.0, "+1", "o1"),
        (9.0, "+9", "o2"),
    ],
)
def test_a_cell_tells_by_its_number_and_by_its_kind(difference: float, text: str, kind: str) -> None:
    """Short, even and spare, of a need of twenty heads."""
    assert difference_text(difference) == text
    assert difference_kind(difference, 20.0) == kind


def test_shorter_intervals_share_a_cell_which_shows_the_worst() -> None:
    """Two quarter-hours in a cell: that with the fewest heads to spare."""
    page = run_page(run_page_of(days=1, minutes=15))
    cells = re.findall(r"<td class=(\w+) data-i=(\d+)>([^\n<]+)", page)
    assert len(cells) == 20
    assert cells[0] == ("s2", "0", "−3")  # of −3.4 and −0.4
    assert cells[1] == ("e", "2", "0")  # of 0 and +1


def test_texts_in_data_end_no_element() -> None:
    """Neither the script element nor a comment, and read back they are what they were."""
    text = "</script><!-- & >"
    made = str(json_for_script({"a": [text]}))
    assert not set("<>&") & set(made)
    assert json.loads(made) == {"a": [text]}


def test_templates_escape() -> None:
    """What is no markup of ours."""
    assert render("{{ it }}", it="<b>\x1b") == "&lt;b&gt;\\x1b"


def test_four_weeks_of_a_centre_are_small() -> None:
    """With three queues of 20 half-hours a day and 60 shifts a day: below 300 kB."""
    page = run_page(varied(run_page_of(28, ("sales", "service", "technical"), each_day=60)))
    assert len(page.encode()) < 300_000


@pytest.mark.slow
def test_twelve_weeks_of_a_large_centre_are_read_at_once() -> None:
    """With ten queues at a quarter of an hour and 5,000 shifts: below 3 MB."""
    queues = tuple(f"queue {at}" for at in range(10))
    page = run_page(varied(run_page_of(84, queues, minutes=15, each_day=60)))
    assert len(page.encode()) < 3_000_000


def test_an_axis_ends_at_a_round_number() -> None:
    """Of at most two digits, not below what is shown."""
    assert [round_top(value) for value in (0.0, 7.0, 35.0, 3514.0, 999.6)] == [1.0, 8.0, 40.0, 4000.0, 1000.0]
    scale = Scale(0.0, 100.0, 4)
    assert scale.y(0.0) > scale.y(50.0) > scale.y(100.0) == scale.y(200.0)
    assert [scale.left(2), scale.middle(2)] == [50.0, 62.5]


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/page.md"])
def test_pictures_are_there_and_small(page: str) -> None:
    """Each is a PNG of at most 150 kB, with words for those who do not see it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
    assert named
    for said, file in named:
        picture = ((ROOT / page).parent / file).read_bytes()
        assert said
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= 150_000
