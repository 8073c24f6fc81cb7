"""Commands that know nothing of work that may wait yet: they refuse a plan that has some."""

from __future__ import annotations

from staffing.plan.file.plan_file import PlanFile


def require_no_work(plan: PlanFile, command: str) -> None:
    """PlanError where the plan has `[[work]]`, of which the command would take no account."""
    if plan.sections.work:
        hint = "use staffing plan or staffing whatif, or give a plan without [[work]]"
        raise plan.wrong("work", f"no [[work]]: staffing {command} takes no account of it yet", hint)
