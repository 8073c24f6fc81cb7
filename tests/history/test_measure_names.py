"""Headers that name a measure and a queue at once, and tables whose columns look like several counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

import pytest

from staffing.errors import InputError
from staffing.history.load import Source, read_native
from staffing.records.history import History

_TIMES = [f"2026-03-{day:02} {hour:02}:00" for day in (13, 14, 16, 17) for hour in range(8, 18)]
_SALES = [20 + place * 7 % 23 for place in range(len(_TIMES))]
_BILLING = [5 + place * 11 % 41 for place in range(len(_TIMES))]


def read(path: Path, header: str, *columns: Sequence[float]) -> History:
    rows = [",".join(map(str, cells)) for cells in zip(_TIMES, *columns, strict=True)]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_native(Source(str(path)))


@pytest.mark.parametrize(
    "header",
    [
        "Start,Offered Sales,Offered Bills",
        "Start,Calls Offered (Sales),Calls Offered (Billing department)",
        "Start,Sales - Offered,Billing department - Offered",
        "Beginn,Anrufe Vertrieb,Anrufe IT",
        "Début,Appels reçus: Ventes,Appels reçus: Facturation clients",
        "開始,着信件数 VIP,着信件数 Support",
    ],
)
def test_a_count_of_each_queue_is_read_of_each(tmp_path: Path, header: str) -> None:
    """The one with the shortest name would else be the contacts of the centre, without a word."""
    history = read(tmp_path / "export.csv", header, _SALES, _BILLING)
    assert len(history.queues) == 2
    assert history.offered.sum() == sum(_SALES) + sum(_BILLING)


def test_handle_times_stay_with_their_queue(tmp_path: Path) -> None:
    """Several measures of each queue are read as two header rows would be."""
    handle_times = [200] * len(_TIMES), [300] * len(_TIMES)
    header = "Start,Sales Offered,Sales AHT (s),Billing Offered,Billing AHT (s)"
    history = read(tmp_path / "export.csv", header, _SALES, handle_times[0], _BILLING, handle_times[1])
    of_queue = dict(zip(history.queues, (200, 300), strict=True))
    assert of_queue == {"Sales": 200, "Billing": 300}
    for code, seconds in enumerate(of_queue.values()):
        assert set(history.aht_seconds[history.queue == code].tolist()) == {seconds}


@pytest.mark.parametrize("name", ["Offered", "Total", "All calls offered"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_column_of_all_is_left_out_where_it_is_the_sum(tmp_path: Path, name: str, is_first: bool) -> None:
    """Counted beside its parts it would count every contact twice."""
    both = [one + other for one, other in zip(_SALES, _BILLING, strict=True)]
    parts = (["Offered Sales", "Offered Billing"], [_SALES, _BILLING])
    names = [name, *parts[0]] if is_first else [*parts[0], name]
    columns = [both, *parts[1]] if is_first else [*parts[1], both]
    history = read(tmp_path / "export.csv", ",".join(["Start", *names]), *columns)
    assert history.offered.sum() == sum(both)


@pytest.mark.parametrize(
    "header",
    [
        "Start,Calls Offered Actual,Calls Offered Plan",
        "Start,Offered TY,Offered last",
        "Start,Offered 2025,Offered 2026",
        "Start,Calls offered Mon,Calls offered Tue",
        "Start,Offered (net),Offered (gross)",
    ],
)
def test_two_states_of_one_count_are_asked_about(tmp_path: Path, header: str) -> None:
    """Plan and actual, this year and last, are no queues, and no one column is surely the contacts."""
    with pytest.raises(InputError, match=r"may be the contacts offered|surely the contacts"):
        read(tmp_path / "export.csv", header, _SALES, _BILLING)


_LARGER = [count + place % 5 for place, count in enumerate(_SALES)]


@pytest.mark.parametrize(
    "header",
    [
        "Start,IVR Calls,Queue Calls,AHT",
        "Start,Offered Site,Offered Sales,AHT",
        "Start,Sales Calls,Billing Calls,AHT",
    ],
)
def test_a_count_that_may_be_a_part_of_another_is_asked_about(tmp_path: Path, header: str) -> None:
    """Calls of a queue that are never more than those of the IVR before it would be staffed twice."""
    with pytest.raises(InputError, match=r"may (not )?be the contacts offered"):
        read(tmp_path / "export.csv", header, _LARGER, _SALES, [240] * len(_TIMES))


def test_a_queue_that_is_always_smaller_is_read_where_the_sum_of_all_proves_it(tmp_path: Path) -> None:
    """A column of all contacts leaves no doubt that none of them is in two queues."""
    both = [one + other for one, other in zip(_SALES, _LARGER, strict=True)]
    history = read(tmp_path / "export.csv", "Start,Offered A,Offered B,Total", _SALES, _LARGER, both)
    assert history.queues == ("A", "B")
    assert history.offered.sum() == sum(both)


def test_columns_that_are_parts_of_all_leave_all_to_be_read(tmp_path: Path) -> None:
    """Contacts of all that are more than the queues named hold are the contacts of the centre."""
    more = [one + other + 7 for one, other in zip(_SALES, _BILLING, strict=True)]
    history = read(
        tmp_path / "export.csv", "Start,Calls offered,Offered Sales,Offered Billing", more, _SALES, _BILLING
    )
    assert history.offered.sum() == sum(more)


_EDGES: dict[str, Callable[[list[int]], float]] = {"Average": mean, "Max": max, "Total": sum}


@pytest.mark.parametrize("name", _EDGES)
def test_sums_means_and_extremes_beside_queues_are_no_queues(tmp_path: Path, name: str) -> None:
    """They are found by arithmetic, and said."""
    service = [50 - count for count in _SALES]
    edges = [_EDGES[name](list(counts)) for counts in zip(_SALES, _BILLING, service, strict=True)]
    header = f"Start,Sales,Billing,Service,{name}"
    history = read(tmp_path / "export.csv", header, _SALES, _BILLING, service, edges)
    assert history.queues == ("Sales", "Billing", "Service")
    assert history.offered.sum() == sum(_SALES) + sum(_BILLING) + sum(service)
    assert any(f"column {name} is the " in note for note in history.notes)
