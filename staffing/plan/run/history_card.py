"""The scorecard of a plan's own history, for its report: the last whole week, by the plan's aims."""

from __future__ import annotations

from staffing.plan.file.plan_file import PlanFile
from staffing.records.history import History
from staffing.records.scorecard import Scorecard
from staffing.scorecard.facts import Facts, history_rows
from staffing.scorecard.make import Aim, ScorecardOptions, make_scorecard
from staffing.scorecard.metric import Definitions


def history_card(history: History, plan: PlanFile) -> Scorecard:
    """What the history alone can tell; `history` is what was known when the plan was made."""
    target = plan.sections.service.target.value
    aims: dict[str, Aim] = {"service_level": (target.service_level or None, None)}
    options = ScorecardOptions(
        definitions=Definitions(plan.sections.service.definition, target.seconds),
        aims={**aims, **{key: aim.bounds for key, aim in plan.sections.metrics.items()}},
    )
    within = {"abandoned_within_target": target.seconds}
    return make_scorecard(Facts({"history": history_rows(history)}, within), options)
