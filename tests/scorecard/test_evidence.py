"""Each test of a likely cause against data that show it, data that do not, and data that cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from staffing.scorecard import METRICS, evidence
from staffing.scorecard.facts import Facts, InputRows
from staffing.scorecard.metric import metric_named
from staffing.scorecard.period_view import PeriodView, ShownScore

WEEK = np.datetime64("2026-11-23", "s")
NAN = float("nan")
Words = Mapping[str, Sequence[float]]


def source(words: Words, minutes: int, members: Mapping[str, Sequence[str]] | None = None) -> InputRows:
    """Rows that follow each other from Monday on, eight o'clock (days: from Monday on)."""
    rows = len(next(iter(words.values())))
    first = WEEK if minutes == 1440 else WEEK + np.timedelta64(8, "h")
    start = first + np.arange(rows) * np.timedelta64(minutes, "m").astype("timedelta64[s]")
    named = {name: np.array(member) for name, member in (members or {}).items()}
    return InputRows(start, start, minutes, named, {name: np.array(w, float) for name, w in words.items()})


def case(
    shown: Mapping[str, ShownScore] | None = None,
    within_seconds: Mapping[str, float] | None = None,
    queue: str = "",
    **sources: InputRows,
) -> PeriodView:
    return PeriodView(Facts(sources, within_seconds or {}), "week", WEEK, queue, shown or {})


def shown(
    value: float, low: float, high: float, side: str | None = None, previous: float = NAN
) -> ShownScore:
    return ShownScore(value, "share", low, high, side, previous, NAN)  # type: ignore[arg-type]


def supported(test: evidence.Evidence, of: PeriodView) -> bool | None:
    found = test(of)
    return None if found is None else bool(found[0])


def half_hours(**words: Sequence[float]) -> InputRows:
    return source(words, 30, {"queue": ["all"] * len(next(iter(words.values())))})


def people(**words: Sequence[float]) -> InputRows:
    agents = ["ann", "bob", "cyd", "dee"]
    return InputRows(
        np.full(4, WEEK),
        np.full(4, WEEK),
        1440,
        {"agent": np.array(agents)},
        {name: np.array(word, float) for name, word in words.items()},
    )


@pytest.mark.parametrize(("side", "expected"), [("low", True), ("high", False), (None, False)])
def test_another_metric_off_its_aim(side: str | None, expected: bool) -> None:
    """On the side asked, not on the other, and not where it is met."""
    of = case({"adherence": shown(0.7, 0.92, NAN, side)})
    assert supported(evidence.off("adherence", "low"), of) is expected
    assert supported(evidence.off("adherence", "low"), case()) is None


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [(1.06, +1, True), (1.04, +1, False), (0.94, +1, False), (0.94, -1, True), (1.06, -1, False)],
)
def test_a_metric_that_moved(value: float, direction: int, expected: bool) -> None:
    """By more than a twentieth, in the direction asked."""
    of = case({"hold_time": shown(value, NAN, NAN, previous=1.0)})
    assert supported(evidence.moved("hold_time", direction), of) is expected
    assert supported(evidence.moved("hold_time", direction), case({"hold_time": shown(1, 0, 2)})) is None


@pytest.mark.parametrize(
    ("came", "direction", "expected"),
    [(106, +1, True), (104, +1, False), (94, -1, True), (96, -1, False), (106, -1, False)],
)
def test_volume_and_handle_time_against_the_forecast(came: float, direction: int, expected: bool) -> None:
    """A twentieth more, or less, than the 100 contacts (of 100 s) expected."""
    forecast = half_hours(offered=[100], aht_seconds=[100])
    volume = case(history=half_hours(offered=[came]), forecast=forecast)
    assert supported(evidence.volume_off_forecast(direction), volume) is expected
    longer = case(history=half_hours(offered=[1], aht_seconds=[came]), forecast=forecast)
    assert supported(evidence.handle_time_off_forecast(direction), longer) is expected
    assert supported(evidence.handle_time_off_forecast(direction), volume) is None
    assert supported(evidence.volume_off_forecast(direction), case(forecast=forecast)) is None


def test_unknown_contacts_are_not_held_against_their_forecast() -> None:
    """100 of 100 came in the half-hour known; of the other, nobody knows."""
    of = case(history=half_hours(offered=[100, NAN]), forecast=half_hours(offered=[100, 100]))
    found = evidence.volume_off_forecast(-1)(of)
    assert found == (False, "100 offered, 100 forecast (+0.0%)")
    found = evidence.volume_off_forecast(+1)(
        case(history=half_hours(offered=[100, 50]), forecast=half_hours(offered=[100, NAN]))
    )
    assert found == (False, "100 offered, 100 forecast (+0.0%)")


def test_a_queue_without_a_forecast_is_left_out() -> None:
    """Sales came as forecast; service, which the run did not plan, is not held against it."""
    start = np.full(2, WEEK)
    names = {"queue": np.array(["sales", "service"])}
    history = InputRows(start, start, 30, names, {"offered": np.array([100.0, 300.0])})
    forecast = InputRows(
        start[:1], start[:1], 30, {"queue": np.array(["sales"])}, {"offered": np.array([100.0])}
    )
    assert evidence.volume_off_forecast(+1)(case(history=history, forecast=forecast)) == (
        False,
        "100 offered, 100 forecast (+0.0%)",
    )
    merged = InputRows(start[:1], start[:1], 30, {"queue": np.array(["all"])}, {"offered": np.array([100.0])})
    assert supported(evidence.volume_off_forecast(+1), case(history=history, forecast=merged)) is True


@pytest.mark.parametrize(("away", "expected"), [([6, 1], True), ([1, 6], False), ([3, 3], False)])
def test_breaks_when_contacts_were_lost(away: list[float], expected: bool) -> None:
    """All are lost in the first half-hour: a cause where six of ten were away then."""
    history = half_hours(offered=[100, 100], answered_within_target=[0, 100])
    coverage = source({"scheduled": [10, 10], "on_break": away}, 30)
    assert supported(evidence.breaks_at_peaks, case(history=history, coverage=coverage)) is expected
    assert supported(evidence.breaks_at_peaks, case(history=history)) is None


@pytest.mark.parametrize(
    ("late", "expected"),
    [([60, *[5] * 8, 0], True), ([40, *[5] * 8, 20], False), ([10] * 10, False), ([0] * 10, None)],
)
def test_short_peaks(late: list[float], expected: bool | None) -> None:
    """One half-hour of ten holds six tenths of the contacts that were late, or four tenths."""
    within = [100 - amount for amount in late]
    of = case(history=half_hours(offered=[100] * 10, answered_within_target=within))
    assert supported(evidence.short_peaks, of) is expected


@pytest.mark.parametrize(("short", "expected"), [(40, True), (30, False)])
def test_misdials(short: float, expected: bool) -> None:
    """More than a third of a hundred, counted as misdials or within five seconds."""
    own = half_hours(abandoned=[100], abandoned_short=[short])
    assert supported(evidence.misdials, case(history=own)) is expected
    within = half_hours(abandoned=[100], abandoned_within_target=[short])
    five, twenty = ({"abandoned_within_target": seconds} for seconds in (5.0, 20.0))
    assert supported(evidence.misdials, case(None, five, history=within)) is expected
    assert supported(evidence.misdials, case(None, twenty, history=within)) is None
    assert supported(evidence.misdials, case(None, {"abandoned_short": 20.0}, history=own)) is None


def test_people_planned_against_people_required() -> None:
    """One in ten more than required, or fewer."""
    many = case(coverage=source({"required": [10], "over": [1], "under": [0]}, 30))
    few = case(coverage=source({"required": [10], "over": [0], "under": [1]}, 30))
    assert [supported(evidence.overstaffed, of) for of in (many, few, case())] == [True, False, None]
    assert [supported(evidence.understaffed, of) for of in (many, few, case())] == [False, True, None]


@pytest.mark.parametrize(("occupancy", "expected"), [(0.95, True), (0.85, False), (NAN, None)])
def test_pressure_is_an_occupancy_of_burnout(occupancy: float, expected: bool | None) -> None:
    """Its aim, at least 90 %, is open above: occupancy never misses it on that side."""
    of = case({"occupancy": shown(occupancy, 0.9, NAN)})
    pressure = next(c for c in metric_named("turnover").causes["high"] if c.text == "pressure")
    assert pressure.evidence is not None
    assert supported(pressure.evidence, of) is expected


@pytest.mark.parametrize(("seconds", "expected"), [(200, True), (45, False), (20, False)])
def test_one_slow_agent(seconds: float, expected: bool) -> None:
    """The mean of four without the slowest: 40 s; of 45 s beside them nobody need be coached."""
    of = case(people=people(answered=[10] * 4, wrap_seconds=[40, 40, 40, seconds]))
    assert supported(evidence.one_agent("wrap_seconds"), of) is expected
    assert supported(evidence.one_agent("talk_seconds"), of) is None


@pytest.mark.parametrize(("seconds", "expected"), [([70, 70, 70, 10], True), ([50, 50, 50, 400], False)])
def test_most_agents(seconds: list[float], expected: bool) -> None:
    """The median agent, not the mean, above an aim of 60."""
    of = case({"after_call_work": shown(70, 30, 60)}, people=people(answered=[1] * 4, wrap_seconds=seconds))
    assert supported(evidence.most_agents("wrap_seconds", "after_call_work"), of) is expected


@pytest.mark.parametrize(
    ("contacts", "seconds", "expected"),
    [(50, 300, True), (5, 300, False), (50, 200, False), (50, 100, False)],
)
def test_new_agents(contacts: float, seconds: float, expected: bool) -> None:
    """Zoe, of this week, takes a third of the contacts at 300 s against 200 s of who was there in June."""
    june = np.datetime64("2026-06-01", "s")
    start = np.array([june, WEEK, WEEK])
    words = {
        "answered": np.array([100.0, 100.0, contacts]),
        "talk_seconds": np.array([200.0, 200.0, seconds]),
    }
    rows = InputRows(start, start, 1440, {"agent": np.array(["ann", "ann", "zoe"])}, words)
    assert supported(evidence.new_agents("talk_seconds"), case(people=rows)) is expected
    only = rows.rows(np.array([False, True, True]))  # a file that does not reach back
    assert supported(evidence.new_agents("talk_seconds"), case(people=only)) is None


@pytest.mark.parametrize(("each", "expected"), [(3, True), (4, False)])
def test_few_monitored_contacts(each: int, expected: bool) -> None:
    """Per agent and month, also where the period is a quarter."""

    def of(grain: str, months: Sequence[str]) -> PeriodView:
        day = np.array([f"{month}-02" for month in months for _ in range(2 * each)], dtype="datetime64[s]")
        agent = np.array(["ann", "bob"] * (each * len(months)))
        quality = InputRows(day, day, 1440, {"agent": agent}, {"score": np.ones(len(day))})
        return PeriodView(Facts({"quality": quality}), grain, np.datetime64(f"{months[0]}-01", "s"), "", {})

    assert supported(evidence.few_monitored, of("month", ["2026-11"])) is expected
    assert supported(evidence.few_monitored, of("quarter", ["2026-10", "2026-11", "2026-12"])) is expected
    assert supported(evidence.few_monitored, case()) is None


@pytest.mark.parametrize(
    ("metric", "side", "text"),
    [
        ("talk_time", "high", "agents' or callers' behaviour changed"),
        ("talk_time", "low", "agents' or callers' behaviour changed"),
        ("hold_time", "high", "agents cannot reach the information"),
        ("hold_time", "high", "agents wait on slow systems"),
        ("after_call_work", "high", "new fields to fill in, needless steps"),
    ],
)
def test_a_cause_that_the_data_cannot_show_is_not_said_to_be_shown(metric: str, side: str, text: str) -> None:
    """That a mean rose, or that most agents are above it, restates the metric: why, it does not tell."""
    (cause,) = [c for c in metric_named(metric).causes[side] if c.text == text]  # type: ignore[index]
    assert cause.evidence is None


def test_no_cause_is_tested_by_its_own_metric() -> None:
    """A metric that misses its aim, or has moved, is no reason for itself."""
    for key in METRICS:
        off = {key: ShownScore(0.99, "share", 0.1, 0.2, "high", 0.1, 0.1)}
        for causes in metric_named(key).causes.values():
            tests = [cause.evidence for cause in causes if cause.evidence is not None]
            assert not any(supported(test, case(off)) for test in tests)
