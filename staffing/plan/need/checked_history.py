"""The history of a plan, read and held against what the plan says of it, before any work is done."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.errors import PlanError, Problem, did_you_mean
from staffing.history.load import read_for_forecast
from staffing.history.unread import with_unread_said
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.handle_times import require_seconds
from staffing.records.history import History


def read_checked(plan: PlanFile, as_of: np.datetime64 | None) -> History:
    """The history that the plan names, as `read_for_forecast` reads it.

    PlanError where its handle times look like another unit, or where an override names none of its queues.
    """
    history = read_for_forecast(plan.history_source, as_of)
    require_queues(plan, history.queues)
    require_seconds(plan, history)
    return with_unread_said(history, plan.history_source, plan.history.aht_seconds)


def require_queues(plan: PlanFile, queues: Sequence[str]) -> None:
    """PlanError naming every override of a queue neither among these nor among the plan's new ones."""
    if not any(override.queue is not None for override in plan.sections.service.override):
        return
    known = list(queues)
    known += [new.name for new in plan.forecast_options(None, queues).new_queues if new.name not in known]
    problems = []
    for number, override in enumerate(plan.sections.service.override, 1):
        if override.queue is None or override.queue in known:
            continue
        key = f"service.override[{number}].queue"
        hint = f"{did_you_mean(override.queue, known)}queues: {', '.join(known)}"
        line = plan.key_lines.get(key)
        expected = "a queue of the contacts to be staffed"
        problems.append(Problem(str(plan.path), expected, hint, line, key, override.queue))
    if problems:
        raise PlanError(problems)
