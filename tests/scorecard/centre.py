"""A small service centre in files: two days, two half-hours each, numbers that can be added up by hand."""

from __future__ import annotations

from pathlib import Path

from staffing.history.source import Source
from staffing.plan.jobs.scorecard import Beside, Judge, score
from staffing.records import Scorecard
from staffing.scorecard.make import ScorecardOptions
from staffing.scorecard.metric import Definitions

ZONE = "America/New_York"
HISTORY = (
    "interval_start,offered,answered,abandoned,blocked,answered_within_target,abandoned_within_target,"
    "aht_seconds,talk_seconds,hold_seconds,wrap_seconds,wait_seconds,abandon_wait_seconds,queued,rings,"
    "transferred,system_handled,coded,resolved_first\n"
    "2026-11-23T08:00,100,90,10,5,80,4,300,200,40,60,10,60,30,2,9,20,50,40\n"
    "2026-11-23T08:30,50,50,0,0,50,0,240,180,20,40,2,,5,3,1,10,50,45\n"
    "2026-11-24T08:00,200,160,40,20,100,6,360,240,60,60,50,90,120,4,8,30,100,75\n"
    "2026-11-24T08:30,0,0,0,0,0,0,,,,,,,0,,0,0,0,0\n"
)
PEOPLE = (
    "agent,date,team,scheduled_seconds,signed_in_seconds,ready_seconds,adherent_seconds,idle_seconds,present,"
    "answered,talk_seconds,hold_seconds,wrap_seconds,transferred\n"
    "ann,2026-11-23,north,3600,4000,3600,2700,600,1,10,200,40,60,1\n"
    "bob,2026-11-23,south,3600,3600,3000,3000,1500,1,5,250,20,30,0\n"
    "cyd,2026-11-23,south,3600,0,0,0,,0,,,,,\n"
    "ann,2026-11-24,north,3600,3600,3600,3600,0,1,12,240,30,30,2\n"
    "bob,2026-11-24,south,0,,,,,,,,,,\n"
)
COSTS = "date,last_date,item,amount\n2026-11-23,2026-11-24,salaries,800\n2026-11-01,2026-11-30,rent,3000\n"
QUALITY = "date,agent,score\n2026-11-23,ann,80\n2026-11-24,ann,90\n2026-11-24,bob,70\n"
LEAVERS = "date,leavers,headcount\n2026-10-01,1,100\n2026-11-01,2,98\n2026-11-15,1,\n"


def scored(
    folder: Path,
    *,
    by: str = "week",
    history: str = HISTORY,
    people: str = PEOPLE,
    costs: str = COSTS,
    **given: object,
) -> Scorecard:
    """The scorecard of the centre; `given` are fields of the options and of the definitions."""
    files = {"people": people, "costs": costs, "quality": QUALITY, "leavers": LEAVERS}
    for name, text in {**files, "history": history}.items():
        (folder / f"{name}.csv").write_text(text)
    beside = Beside(**{name: str(folder / f"{name}.csv") for name in files})
    own = {name: given.pop(name) for name in list(given) if name in Definitions.__dataclass_fields__}
    definition = str(own.pop("service_level", "offered"))
    options = ScorecardOptions(by=by, definitions=Definitions(**own), **given)  # type: ignore[arg-type]
    judge = Judge(ZONE, definition=definition)
    return score(Source(str(folder / "history.csv")), beside, judge, options)


def value(card: Scorecard, metric: str, period: str, **member: str) -> float:
    """The one value of a metric, period and member."""
    scores = card.scores
    chosen = (scores.metric == metric) & (scores.period == period)
    for kind in ("queue", "team", "agent"):
        chosen &= getattr(scores, kind) == member.get(kind, "")
    (row,) = chosen.nonzero()[0]
    return float(scores.value[row])
