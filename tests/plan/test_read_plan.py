"""Plans: what is accepted, and how every fault is named with its line and key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from staffing.errors import PlanError, UsageError
from staffing.plan.file.read import read_plan
from staffing.plan.file.schema import Plan
from staffing.plan.need.heads import read_heads
from staffing.shifts import ALL_DAYS, Premium, StartRule

SAMPLE = Path(__file__).parents[2] / "data" / "bank-2003" / "plan.toml"


def faulty(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """The complaint about the sample plan with some of its text replaced."""
    text = SAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_plan(path)
    return str(caught.value)


@pytest.mark.smoke
def test_the_sample_plan_reads() -> None:
    """Times of day become minutes, days become weekdays, one length becomes a range."""
    plan = read_plan(SAMPLE).sections
    full_time = plan.schedule.pattern[0]
    assert full_time.latest_start == 750
    assert full_time.days == frozenset(range(5))
    assert full_time.length_minutes == (510, 510)
    assert plan.schedule.pattern[2].lunch is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("adherence = 0.92", "adherance = 0.92", "line 29, column people.adherance: found 'adherance'"),
        ("adherence = 0.92", "adherance = 0.92", "did you mean 'adherence'?"),
        ("attendance = 0.95", "attendance = 95", "did you mean 0.95?"),
        ("days = 28", 'days = "28"', "numbers are written without quotes"),
        (
            "days = 28",
            "days = " + "9" * 5000,
            "line 16, column 1: expected TOML (A number has too many digits)",
        ),
        ("days = 28", "days = " + "[" * 50_000, "expected TOML (Lists or tables are nested too deeply)"),
        ("adherence = 0.92", "adherence = 0.92\nshrinkage = [0.05, 99]", "a number of at most 0.99"),
        (
            "patience_seconds = 180",
            "patience_seconds = 9e18",
            "found '9e+18', expected a number of at most 1e+07",
        ),
        (
            "adherence = 0.92",
            'adherence = 0.92\n[[group]]\nname = "a"\nqueues = { all = 9223372036854775808 }',
            "group[1].queues: found '9223372036854775808', expected a number of at most 1000",
        ),
        ("adherence = 0.92", "adherence = 0.00092", "found '0.00092', expected a number of at least 0.01"),
        (
            "adherence = 0.92",
            "adherence = 0.92\n[roster]\nmax_consecutive_days = 99999",
            "roster.max_consecutive_days: found '99999', expected a number of at most 366",
        ),
        (
            "adherence = 0.92",
            'adherence = 0.92\n[[group]]\nname = "a"\nqueues = { all = 1 }\ncost_factor = 1e9',
            "group[1].cost_factor: found '1000000000.0', expected a number of at most 100",
        ),
        (
            "adherence = 0.92",
            'adherence = 0.92\n[[group]]\nname = "a"\nqueues = { all = 1 }\npatterns = ["short", "shrt"]',
            "group[1].patterns: found 'shrt', expected the name of a pattern",
        ),
        ('earliest_start = "07:00"', 'earliest_start = "7 am"', 'a time of day such as "07:30"'),
        ('days = "mon-fri"', 'days = "mon-fry"', 'days such as "mon-fri"'),
        ("interval_minutes = 30", "interval_minutes = 20", "15, 30 or 60"),
        ("length_minutes = 510", "length_minutes = [510, 480]", "[shortest, longest]"),
        ('latest_end = "21:00"', 'latest_end = "09:00"', "one shift"),
        (
            "earliest_minutes = 180, latest_minutes = 300",
            "earliest_minutes = 500, latest_minutes = 600",
            "lie inside",
        ),
        (
            "earliest_minutes = 180, latest_minutes = 300",
            "earliest_minutes = 300, latest_minutes = 180",
            "at least",
        ),
        ('name = "short"', 'name = "full-time"', "each pattern name once ('full-time' stands twice)"),
        ('timezone = "America/New_York"', 'timezone = "America/New York"', "IANA time zone"),
        ('name = "North American bank, 2003"', "name = North American bank", "line 5, column"),
        ('holidays = "US"', 'holidays = "XX"', "line 18, column forecast.holidays: found 'XX'"),
        ("[people]", "[peple]", "did you mean 'people'?"),
        ("lunch = { minutes = 30", "lunch = { minuts = 30", "did you mean 'minutes'?"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """File, line, dotted key, the value found, what was expected and what to do."""
    text = faulty(tmp_path, (old, new))
    assert expected in text
    assert "plan.toml" in text
    assert "Hint:" in text


@pytest.mark.parametrize(
    ("old", "new", "expected", "hint"),
    [
        (
            "attendance = 0.95",
            "attendance = 950",
            "found '950', expected a number of at most 1.",
            "correct the",
        ),
        (
            "attendance = 0.95",
            "shrinkage = 30",
            "a number of at most 0.99 or a list in [ ]",
            "did you mean 0.3?",
        ),
        (
            "length_minutes = 510",
            "length_minutes = [240]",
            "found '[240]', expected one length",
            "correct the",
        ),
        ("length_minutes = 510", "length_minutes = [240, 240, 300]", "or [shortest, longest]", "correct the"),
        ("max_agents = 60", "lunch = 30", "a table such as { minutes = …, earliest_minutes", "correct the"),
        ("max_agents = 60", "max_agents = 1.5", "expected a whole number.", "correct the"),
        (
            'understaffing = "forbidden"',
            'understaffing = "x"',
            "expected 'forbidden' or a number.",
            "correct",
        ),
        (
            "patience_seconds = 180",
            'patience_seconds = "x"',
            "expected a number or 'estimate'.",
            "correct the",
        ),
        ('source = "history.csv"', 'source = ""', "line 11, column history.source: found ''", "correct the"),
        ("cost_per_hour = 1.05", "breaks = [", "expected TOML (Invalid value)", "texts need quotes"),
        ("max_hires_per_week = 24", "metrics = [", "line 89: expected TOML (", "something is never closed"),
        ("[people]", "[forecast]", "expected TOML (Cannot declare", "this table stands twice"),
        ('method = "auto"', 'method = "auto', "line 17, column", "close the quotes"),
    ],
)
def test_a_fault_is_told_in_a_planners_words(
    tmp_path: Path, old: str, new: str, expected: str, hint: str
) -> None:
    """One complaint a key, all that it may hold, and a hint only where the plan would accept it."""
    text = faulty(tmp_path, (old, new))
    assert expected in text
    assert hint in text.partition("Hint: ")[2]
    assert len(text.splitlines()) == 1
    assert not any(word in text for word in ("validation", "dictionary", "instance of", "Tuple"))


@pytest.mark.parametrize(
    ("keys", "expected", "hint"),
    [
        ('variation = "molpsa"', "line 27, column service.variation: found 'molpsa'", "'mol-psa'?"),
        (
            'uncertainty = "perhaps"',
            "line 27, column service.uncertainty: found 'perhaps'",
            "probability:0.9",
        ),
        ('patience_law = "weibul"', "line 27, column service.patience_law: found 'weibul'", "'weibull'?"),
        ('patience_law = "weibull"', "line 20, column service.patience_parameter", "a shape of more than 0"),
        (
            'patience_law = "hyperexponential"\npatience_parameter = 0.5',
            "line 28, column service.patience_parameter: found '0.5'",
            "of at least 1",
        ),
        ('patience_law = "empirical"', "column service.patience_parameter", "a patience_curve beside"),
        (
            '[[service.override]]\ntarget = "0.8/20"',
            "line 28, column service.override[1].target: found '0.8/20'",
            "did you mean 80/20?",
        ),
    ],
)
def test_a_wrong_choice_of_service_keeps_its_line(
    tmp_path: Path, keys: str, expected: str, hint: str
) -> None:
    """Names of laws, variations and the like are checked when the file is read, as its numbers are."""
    text = faulty(tmp_path, ("[people]", f"{keys}\n[people]"))
    assert expected in text
    assert hint in text


@pytest.mark.parametrize(
    ("target", "hint"),
    [('"80"', "did you mean 80/20?"), ('"0.8/20"', "did you mean 80/20?"), ("80", "correct the value")],
)
def test_a_wrong_target_says_how_to_write_it(tmp_path: Path, target: str, hint: str) -> None:
    """The hint is that of the option --target."""
    text = faulty(tmp_path, ('target = "80/20"', f"target = {target}"))
    assert "line 21, column service.target: found" in text
    assert hint in text


@pytest.mark.smoke
def test_a_plan_is_written_as_it_was_read(tmp_path: Path) -> None:
    """Targets, uncertainty and opening days keep their text; run.json reads as the same plan."""
    path = tmp_path / "plan.toml"
    text = SAMPLE.read_text(encoding="utf-8")
    keys = 'target = "85 % / 15 s"\nuncertainty = "Probability:0.80"'
    path.write_text(text.replace('target = "80/20"', keys), encoding="utf-8")
    plan = read_plan(path).sections
    written = json.loads(plan.model_dump_json())
    assert written["service"]["target"] == "85 % / 15 s"
    assert written["service"]["uncertainty"] == "Probability:0.80"
    assert written["centre"]["open"] == {"mon-fri": ["07:00-21:00"]}
    assert plan.service.target.value == (0.85, 15.0)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


COSTS = """
[[schedule.premium]]
days = "sun"
start = "22:00"
end = "06:00"
extra = 0.5

[[schedule.starts]]
pattern = "short"
latest_start = "09:00"
max_agents = 3
"""


def test_a_cap_of_nothing_short_forbids_it(tmp_path: Path) -> None:
    """A cost of what may not be short is none: the days do not hang together by a cap of zero."""
    text = SAMPLE.read_text(encoding="utf-8")
    for cap, forbidden in ((0.0, True), (0.01, False)):
        path = tmp_path / "plan.toml"
        soft = f"understaffing = 3.0\nmax_understaffing = {cap}  #"
        path.write_text(text.replace('understaffing = "forbidden"', soft), encoding="utf-8")
        made = read_plan(path).rules.costs
        assert (made.understaffing is None) is forbidden
        assert (made.max_understaffing is None) is forbidden


def test_a_large_plan_that_names_no_gap_takes_a_wider_one_late(tmp_path: Path) -> None:
    """One that names it is taken at its word, and a small one is searched to the end of its time."""
    text = SAMPLE.read_text(encoding="utf-8")
    cases = [("gap = 0.002", 500, 0.002, None), ("", 199, 0.001, None), ("", 200, 0.001, 0.0025)]
    for line, heads, gap, late in cases:
        path = tmp_path / "plan.toml"
        path.write_text(text.replace("gap = 0.002", line), encoding="utf-8")
        plan = read_plan(path)
        (tmp_path / "need.csv").write_text(f"interval_start,scheduled\n2026-11-23T12:00,{heads}\n")
        need = read_heads(tmp_path / "need.csv", plan.people, timezone="UTC", interval_minutes=30)
        made = plan.effort_for(need)
        assert (made.gap, made.late_gap) == (gap, late)
        assert made.widest_gap == (late or gap)


def test_premiums_and_starts_reach_the_rules(tmp_path: Path) -> None:
    """Tables of the plan become the rules of the shifts."""
    path = tmp_path / "plan.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8") + COSTS, encoding="utf-8")
    made = read_plan(path).rules
    assert made.costs.premiums == (Premium(frozenset({6}), 1320, 360, 0.5),)
    assert made.starts == (StartRule("short", ALL_DAYS, 0, 540, 3),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('pattern = "short"', 'pattern = "shorter"', "not of 'shorter'"),
        ('latest_start = "09:00"', 'latest_start = "09:00"\nearliest_start = "10:00"', "not before"),
        ("max_agents = 3", "max_agents = 3\nmin_agents = 4", "at least min_agents"),
        ('start = "22:00"', 'start = "24:00"', "start before 24:00"),
        ("extra = 0.5", "extra = -0.5", "a number of at least 0"),
    ],
)
def test_a_fault_in_costs_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """As all faults are."""
    path = tmp_path / "plan.toml"
    assert old in COSTS
    path.write_text(SAMPLE.read_text(encoding="utf-8") + COSTS.replace(old, new), encoding="utf-8")
    with pytest.raises(PlanError, match=expected):
        read_plan(path)


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    """Three mistakes, three lines."""
    text = faulty(
        tmp_path,
        ("attendance = 0.95", "attendance = 9.5"),
        ("days = 28", "days = 0"),
        ("gap = 0.002", "gap = -1"),
    )
    assert len(text.splitlines()) == 3


def test_a_missing_plan_hints_at_init(tmp_path: Path) -> None:
    """Newcomers are told how to make one."""
    with pytest.raises(PlanError, match="staffing init"):
        read_plan(tmp_path / "plan.toml")


def test_another_use_of_the_range_stands_in_for_the_plans() -> None:
    """As `plan --uncertainty` says it; what is none is refused."""
    plan = read_plan(SAMPLE)
    assert plan.confidence is None
    assert plan.with_uncertainty("probability:0.9").confidence == 0.9
    assert plan.with_uncertainty("probability:0.9").as_expected().service == plan.service
    with pytest.raises(UsageError, match="not a way to treat uncertainty"):
        plan.with_uncertainty("0.9")


def test_one_group_has_its_own_patterns_and_their_starts(tmp_path: Path) -> None:
    """Limits of starts of the patterns that others would work fall away with these."""
    text = SAMPLE.read_text(encoding="utf-8")
    text += '\n[[group]]\nname = "a"\nqueues = { all = 1 }\npatterns = ["short"]\n'
    for pattern in ("short", "full-time"):
        text += f'\n[[schedule.starts]]\npattern = "{pattern}"\nlatest_start = "09:00"\nmax_agents = 3\n'
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    rules = read_plan(path).rules
    assert [one.name for one in rules.patterns] == ["short"]
    assert rules.starts == (StartRule("short", ALL_DAYS, 0, 540, 3),)
