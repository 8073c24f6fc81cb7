"""The page of a run in a real browser, from disk and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.report.html.run_page.page import write_run_page
from tests.browser import Browser, chromium
from tests.report.any_run_page import moved, run_page_of
from tests.report.test_run_page import HOSTILE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium: install it, or name one in STAFFING_CHROMIUM"
    ),
]
# Elements with text that run off the window, or whose text is cut and cannot be scrolled to.
CUT = """
[...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || !one.textContent.trim()) return false;
  if (one.closest("script, style, noscript, .unseen, .skip, option")) return false;
  if (one.closest("h2") && getComputedStyle(one.closest("h2")).position === "absolute") return false;
  if (getComputedStyle(one.closest("thead") || one).position === "absolute") return false;
  const isCut = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden";
  return isCut || box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}).map((one) => `${one.tagName}: ${one.textContent.trim().slice(0, 60)}`)
"""


def pick(browser: Browser, list_id: str, value: str) -> None:
    """Choose an option as a user does."""
    change = f"(list => {{ list.value = '{value}'; list.dispatchEvent(new Event('change')); }})"
    browser.run(f"{change}(document.getElementById('{list_id}'))")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One for all tests."""
    with Browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks of two queues, one with a name of 500 characters."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    names = ("sales", HOSTILE[7])
    write_run_page(
        path, run_page_of(14, names, patterns=(*HOSTILE, "part"), name=HOSTILE[1], notes=tuple(HOSTILE))
    )
    return path


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("dark", [False, True])
def test_it_opens_from_disk_and_nothing_is_cut(browser: Browser, page: Path, width: int, dark: bool) -> None:
    """No message of the console, no request but for itself, no text that runs off, in any view."""
    browser.open(page, width, dark=dark)
    for view in (0, 1, 2):
        browser.run(f"choose({{ view: {view} }})")
        assert browser.run(CUT) == []
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    browser.run("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert browser.run(CUT) == []
    assert browser.errors == []
    assert browser.requests == [page.resolve().as_uri()]


@pytest.mark.parametrize("width", [1280, 400])
def test_a_day_of_48_half_hours_fits(browser: Browser, tmp_path: Path, width: int) -> None:
    """No number of the heat map is cut, at the width where its cells are narrowest."""
    path = tmp_path / "report.html"
    write_run_page(path, run_page_of(8, opens=(0, 1440)))
    browser.open(path, width)
    assert browser.run("document.querySelectorAll('.heat tbody tr:first-child td').length") == 96
    assert browser.run(CUT) == []


def test_a_day_and_an_interval_are_chosen(browser: Browser, page: Path) -> None:
    """By a cell of the heat map, by lists and buttons, by a chart, and by keys."""
    browser.open(page, 1280)
    heading = "document.querySelector('#chosen h3').textContent"
    browser.run("document.querySelector('.heat td[data-i=\"25\"]').click()")
    assert browser.run(heading) == "Tue 24 Nov, 10:30–11:00"
    browser.run("document.getElementById('day-after').click()")
    assert browser.run(heading) == "Wed 25 Nov, 10:30–11:00"
    pick(browser, "day-chosen", "6")
    assert browser.run(heading) == "Sun 29 Nov, 10:30–11:00"
    browser.run("document.querySelector('#panels .hit').dispatchEvent(new MouseEvent('click'))")
    assert browser.run(heading) == "Sun 29 Nov, 08:00–08:30"
    browser.run("document.getElementById('panels').focus()")
    browser.press("ArrowRight")
    assert browser.run(heading) == "Sun 29 Nov, 08:30–09:00"
    browser.run("document.querySelector('.heat td.on').focus()")
    for key in ("ArrowUp", "ArrowRight", "Enter"):
        browser.press(key)
    assert browser.run(heading) == "Sat 28 Nov, 09:00–09:30"


def test_the_interval_is_told_in_figures(browser: Browser, page: Path) -> None:
    """Of a queue: contacts, load, what binds, one agent fewer and one more; of all of them: heads."""
    browser.open(page, 1280)
    text = "document.getElementById('chosen').innerText"
    assert "needed" in browser.run(text)
    pick(browser, "view", "1")
    said = " ".join(browser.run(text).split())
    for part in (
        "100 contacts expected (80 to 120 in four of five cases), handle time 180 s: a load of 8.5 erlangs.",
        "Target: 80 % within 20 s. What binds: the service level.",
        "one fewer 9 74.0% as needed 10 82.0% one more 11 88.0%",
        "Service level 75.0% simulated, 81.0% predicted; one day in ten is below 60.0%.",
    ):
        assert part in said
    assert browser.run(
        "document.querySelector('#forecast figure:not([hidden]) figcaption').innerText"
    ).startswith("Queue sales")


def test_shifts_are_shown_by_person(browser: Browser, page: Path) -> None:
    """Each pattern's people are numbered by their start; lunches and breaks are drawn."""
    browser.open(page, 1280)
    pick(browser, "by", "person")
    assert "08:00–16:00 <!--<script> 001" in browser.run("document.getElementById('gantt').textContent")
    counts = [
        browser.run(f"document.querySelectorAll('#gantt rect.{kind}').length")
        for kind in ("worked", "lunch", "rest")
    ]
    assert counts == [4, 4, 4]


def test_shifts_are_told_by_the_wall_clock(browser: Browser, tmp_path: Path) -> None:
    """On the day on which clocks go back, too; an hour that comes twice has two cells of its own."""
    path = tmp_path / "report.html"
    run = run_page_of(2, minutes=60, opens=(0, 1320), each_day=2, patterns=("full",))
    write_run_page(path, moved(run, np.datetime64("2026-10-24"), "Europe/Berlin"))
    browser.open(path, 1280)
    pick(browser, "day-chosen", "1")
    shifts = browser.run("[...document.querySelectorAll('#gantt text.bar-name')].map(one => one.textContent)")
    assert shifts == ["09:00–17:00 full × 1", "11:00–19:00 full × 1"]
    assert "13:00–13:30" in browser.run("document.querySelector('#gantt table').textContent")
    repeated = "[...document.querySelectorAll('.heat td.on')].length"
    for row in (22, 23):
        browser.run(f"chooseRow({row})")
        assert browser.run(repeated) == 1


def test_every_chart_has_a_table(browser: Browser, page: Path) -> None:
    """Beside each drawing that a screen reader passes over there are its figures."""
    browser.open(page, 1280)
    drawn = "[...document.querySelectorAll('figure')].filter(one => one.querySelector('svg'))"
    assert browser.run(f"{drawn}.length") >= 6
    assert browser.run(f"{drawn}.every(one => one.querySelector('details table tbody tr'))")


def test_it_prints_on_a4(browser: Browser, page: Path) -> None:
    """As pages of paper, of which none is wider than it may be."""
    browser.open(page, 1280)
    browser.call("Emulation.setEmulatedMedia", media="print")
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=700, height=1000, deviceScaleFactor=1, mobile=False
    )
    browser.run("dispatchEvent(new Event('beforeprint'))")
    row = "document.querySelector('.heat tbody tr')"
    assert browser.run(f"getComputedStyle({row}).display") == "table-row"
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    browser.call("Emulation.setEmulatedMedia", media="")
    made = browser.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
    assert made["data"].startswith("JVBERi")  # %PDF-


def test_a_window_that_resizes_while_it_loads_draws_no_closed_day(browser: Browser, tmp_path: Path) -> None:
    """The first day is closed: what is drawn before anything is chosen is the first that is open."""
    page = run_page_of(3)
    day = page.coverage.interval_start.astype("datetime64[D]")
    is_open = day > day.min()
    coverage = page.coverage
    closed = replace(
        coverage,
        required=coverage.required * is_open,
        scheduled=coverage.scheduled * is_open,
        on_break=coverage.on_break * is_open,
    )
    demanded = page.requirement
    requirement = replace(
        demanded,
        offered=demanded.offered * is_open,
        agents=demanded.agents * is_open,
        scheduled=demanded.scheduled * is_open,
    )
    path = tmp_path / "report.html"
    forecast = replace(page.forecast, offered=page.forecast.offered * is_open)
    write_run_page(
        path, replace(page, coverage=closed, requirement=requirement, forecast=forecast, played=None)
    )
    early = "document.addEventListener('readystatechange', () => dispatchEvent(new Event('resize')))"
    added = browser.call("Page.addScriptToEvaluateOnNewDocument", source=early)
    browser.open(path, 1280)
    browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    assert browser.run("data.days[0].rows") == 0
    assert browser.errors == []
