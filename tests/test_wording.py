"""Numbers as people write and read them, and lines as terminals show them."""

from __future__ import annotations

import importlib.metadata
import json
import sys

import pytest

from staffing.cli.console import rows_to
from staffing.cli.streams import broken
from staffing.errors import TO_COPY, InputError, UsageError, install_line
from staffing.records.service_target import parse_target
from staffing.timegrid import Zone
from staffing.wording import counted, fraction


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.9", 0.9), ("90%", 0.9), ("90 %", 0.9), ("85.5%", 0.855), ("90", 90.0)],
)
def test_a_share_is_a_fraction_or_a_per_cent(text: str, value: float) -> None:
    """90 stays 90: whether that is a share is said by who takes it."""
    assert fraction(text) == value


@pytest.mark.parametrize("text", ["", "%", "nine", "90%%", "90% or so"])
def test_what_is_no_number_is_no_share(text: str) -> None:
    """Nothing is guessed of it."""
    with pytest.raises(ValueError, match="is no share"):
        fraction(text)


def test_one_thing_is_singular() -> None:
    """`1 day`, `2 days`; other plurals are given."""
    assert [counted(n, "day") for n in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]
    assert [counted(n, "person is", "people are") for n in (1, 2)] == ["1 person is", "2 people are"]


def test_a_line_breaks_between_words() -> None:
    """No word is cut, what follows is indented below its line, and what is to be copied stays whole."""
    line = "the history has contacts outside its opening hours: " + "2026-11-23T09:00:00+00:00 " * 4
    lines = broken("  " + line, 40).splitlines()
    assert max(map(len, lines)) <= 40
    assert " ".join(" ".join(lines).split()) == line.strip()
    assert [len(line) - len(line.lstrip()) for line in lines[:2]] == [2, 4]
    assert broken(TO_COPY + line, 40) == TO_COPY + line
    assert broken("short", 40) == "short"


def test_a_target_without_seconds_is_completed_as_it_is_meant() -> None:
    """Per cents, and fractions, of the one number given."""
    for given in ("0.8", "80", "80%"):
        with pytest.raises(UsageError) as caught:
            parse_target(given)
        assert caught.value.hint == "add the seconds: did you mean 80/20?"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europa/Berlin", "Europe/Berlin"),
        ("Ireland/Dublin", "Europe/Dublin"),
        ("new york", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
    ],
)
def test_a_zone_that_is_meant_is_named(written: str, meant: str) -> None:
    """By its city first, then by how it is written."""
    with pytest.raises(InputError) as caught:
        Zone(written)
    assert caught.value.hint.startswith(f"did you mean '{meant}'? ")


def test_an_offset_is_no_zone_and_none_is_guessed_for_it() -> None:
    """`Etc/GMT+1` lies an hour behind UTC: the opposite of what is meant by it."""
    with pytest.raises(InputError) as caught:
        Zone("GMT+1")
    assert "did you mean" not in caught.value.hint


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "pip install 'staffing[excel]'"),
        ({"url": "file:///src", "dir_info": {"editable": True}}, "pip install -e '.[excel]'"),
        ({"url": "file:///src", "dir_info": {}}, "pip install '.[excel]'"),
    ],
)
def test_an_extra_comes_from_where_the_package_came(
    origin: dict[str, object] | None, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone installs its own extras; another package of that name would take its place."""

    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return None if origin is None else json.dumps(origin)

    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Installed())
    assert install_line("excel").startswith(line)


def test_rows_go_beside_a_report_only_where_they_do_not_hide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe and where they are sent; on a terminal the report says it."""
    for is_terminal, place in ((True, None), (False, "-")):
        monkeypatch.setattr(sys.stdout, "isatty", lambda is_terminal=is_terminal: is_terminal)
        assert rows_to(None) == place
        assert (rows_to("-"), rows_to("rows.csv")) == ("-", "rows.csv")
