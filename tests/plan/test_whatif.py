"""A plan beside its variants: each gives what the edited plan would give."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from staffing.errors import UsageError
from staffing.forecast.make import MadeForecast
from staffing.history.load import read_for_forecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.whatif import what_if, what_if_kept
from staffing.plan.need.variant import Change, parse_variant
from staffing.plan.road import forecast_ahead, need_of, size_ahead
from staffing.records.whatif import Variants
from staffing.report.text.whatif import whatif_report
from tests.conftest import BANK, ROOT, Staffing

CENTRE = ROOT / "data" / "simulated-centre" / "plan.toml"


@pytest.fixture(scope="module")
def plan() -> PlanFile:
    """A week of the simulated centre."""
    found = read_plan(CENTRE)
    forecast = found.sections.forecast.model_copy(update={"days": 7})
    return replace(found, sections=found.sections.model_copy(update={"forecast": forecast}))


def variants_of(plan: PlanFile, *texts: str) -> Variants:
    """The table of the plan and variants, without shifts."""
    made = what_if(plan, [parse_variant(text) for text in texts]).variants
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "name", "key", "changes"),
    [
        ("volume=+10%", "volume +10%", "volume", {"": Change(factor=1.1)}),
        (
            "busy: volume=-5% volume=sales=x1.2",
            "busy",
            "volume",
            {"": Change(factor=0.95), "sales": Change(1.2)},
        ),
        ("aht=+20", "aht +20", "aht", {"": Change(added=20.0)}),
        ("aht=-10s", "aht -10s", "aht", {"": Change(added=-10.0)}),
        ("aht=300", "aht 300", "aht", {"": Change(value=300.0)}),
        ("q: 'volume=Tech Support=+10%'", "q", "volume", {"Tech Support": Change(factor=1.1)}),
    ],
)
def test_a_variant_is_read(text: str, name: str, key: str, changes: dict[str, Change]) -> None:
    """Its name, and a change for each queue; without a name its changes name it."""
    variant = parse_variant(text)
    assert variant.name == name
    assert {queue: vars(change) for queue, change in variant.demand[key].items()} == {
        queue: pytest.approx(vars(change)) for queue, change in changes.items()
    }


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("volume=10%", "+10%"),
        ("volume=-100%", "+10%"),
        ("vol=+10%", "volume"),
        ("busy:", "volume"),
        ("volume=+1% volume=+2%", "two variants"),
        ("target=85/15 target=90/10", "two variants"),
        ("volume='+1%", "quotes"),
    ],
)
def test_what_is_no_variant_is_refused(text: str, hint: str) -> None:
    """With what to write instead."""
    with pytest.raises(UsageError) as caught:
        parse_variant(text)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("volume=sales=+10%", "queues: "),
        ("attendance=90", "0.9"),
        ("attendance=none", "0.9"),
        ("target=0.8", "80/20"),
        ("aht=-9999", "less"),
    ],
)
def test_what_the_plan_would_refuse_is_refused(plan: PlanFile, text: str, hint: str) -> None:
    """A queue that is not there, shares above one, targets that are none."""
    with pytest.raises(UsageError) as caught:
        variants_of(plan, text)
    assert hint in str(caught.value)


def test_a_variant_is_what_the_edited_plan_gives(plan: PlanFile) -> None:
    """Target and attendance of a variant, or of the plan itself: the same heads to the last bit."""
    rows = variants_of(plan, "target=90/10 attendance=0.8")
    sections = plan.sections
    service = sections.service.model_validate_json(
        json.dumps({**json.loads(sections.service.model_dump_json()), "target": "90/10"})
    )
    people = sections.people.model_copy(update={"attendance": 0.8})
    edited = replace(plan, sections=sections.model_copy(update={"service": service, "people": people}))
    history = read_for_forecast(plan.history_source)
    sized = size_ahead(edited, history, edited.forecast_options(None, history.queues))
    assert rows.peak_heads[1] == need_of(edited, sized.requirement).required.max()
    assert rows.peak_heads[1] > rows.peak_heads[0]


def test_contacts_and_handle_times_are_changed_as_said(plan: PlanFile) -> None:
    """Ten per cent more contacts are ten per cent more; longer ones need more heads, fewer need fewer."""
    rows = variants_of(plan, "volume=+10%", "aht=+20", "volume=x0.5")
    assert rows.offered == pytest.approx(rows.offered[0] * np.array([1.0, 1.1, 1.0, 0.5]))
    more = rows.more_hours
    assert (more[1] > 0, more[2] > 0, more[3] < 0) == (True, True, True)
    assert rows.more_hours_share[1] == pytest.approx(more[1] / rows.head_hours[0])
    assert np.isnan(rows.cost).all()


def test_the_forecast_is_made_once(plan: PlanFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of variants."""
    made: list[str] = []

    def counted(plan: PlanFile, *given: Any) -> MadeForecast:
        made.append(plan.name)
        return forecast_ahead(plan, *given)

    monkeypatch.setattr("staffing.plan.jobs.whatif.forecast_ahead", counted)
    variants_of(plan, "volume=+10%", "volume=+20%", "aht=+20")
    assert len(made) == 1


def test_the_table_fits_a_terminal(plan: PlanFile) -> None:
    """Eighty columns, also with a long name and many variants."""
    variants = [
        parse_variant(f"a name of more than forty characters, number {n}: aht=+{n}") for n in range(1, 9)
    ]
    lines = [text for text, _ in whatif_report(what_if(plan, variants))]
    assert max(map(len, lines)) <= 80
    assert any(line.endswith("number 8") for line in lines)


@pytest.mark.slow
def test_a_schedule_that_is_kept_serves_more_calls_worse(bank_run: Path) -> None:
    """Under the plan it gives what the run says; under more calls less, and agents are short."""
    made = what_if_kept(read_plan(BANK / "plan.toml"), [parse_variant("volume=+10%")], bank_run)
    assert made.kept is not None
    totals = made.kept.rows(np.isnat(made.kept.day))
    summary = json.loads((bank_run / "summary.json").read_text(encoding="utf-8"))
    assert totals.service_level[0] == pytest.approx(summary["service_level"], abs=1e-9)
    assert totals.service_level[1] < totals.service_level[0] - 0.1
    assert totals.under_agent_hours[1] > totals.under_agent_hours[0]
    assert max(len(text) for text, _ in whatif_report(made)) <= 80


def test_the_same_question_has_the_same_answer(tmp_path: Path, staffing: Staffing) -> None:
    """Byte for byte; and the file holds the plan and every variant."""
    command = ["whatif", CENTRE, "--volume", "-10%", "--variant", "late: target=70/60", "--days", "3"]
    for name in ("a.csv", "b.csv"):
        done = staffing(*command, "--quiet", "--out", tmp_path / name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    with (tmp_path / "a.csv").open(encoding="utf-8") as stream:
        assert [row["variant"] for row in csv.DictReader(stream)] == ["plan", "volume -10%", "late"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "nothing is changed"),
        (["--volume", "+1%", "--variant", "volume=+1%"], "two variants"),
        (["--volume", "+1%", "--keep", "runs", "--schedule"], "--keep"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(options: list[str], said: str, staffing: Staffing) -> None:
    """As a fault of the command line."""
    done = staffing("whatif", CENTRE, *options)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.slow
def test_variants_are_scheduled_and_priced(plan: PlanFile) -> None:
    """A dearer variant costs more, and the difference is the one of the two schedules."""
    rows = what_if(plan, [parse_variant("volume=+20%")], is_scheduled=True).variants
    assert rows is not None
    assert rows.more_cost[1] == rows.cost[1] - rows.cost[0] > 0
    assert rows.more_hours[1] == rows.paid_hours[1] - rows.paid_hours[0]
