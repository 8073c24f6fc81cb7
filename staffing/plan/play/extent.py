"""Whether the schedule of a run is played, and how often: what `[simulation]` of its plan says."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.play.choice import PlayChoice
from staffing.records.schedule import Summary
from staffing.simulation.plays import REPLICATIONS_AS_FORECAST
from staffing.wording import counted

USUAL_REPLICATIONS = 200
MOST_CONTACTS = 20_000_000  # that a run plays, all replications together, where the plan does not say
FEWEST_REPLICATIONS = 10
TOO_MANY_CONTACTS = 5_000_000  # of the days planned, beyond which a play is for the plan to ask for


def is_played(plan: PlanFile, contacts: float) -> bool:
    """Whether the plan wants its schedule played, and somebody calls, but not too many."""
    return plan.sections.simulation.play and contacts > 0 and not _is_too_much(plan, contacts)


def choice_of(plan: PlanFile, contacts: float, engine: Engine = AS_WORTHWHILE) -> PlayChoice:
    """As often as the plan says, else 200 times, or fewer where that would be more than `MOST_CONTACTS`."""
    asked = plan.sections.simulation
    within = max(int(MOST_CONTACTS / max(contacts, 1.0)), FEWEST_REPLICATIONS)
    replications = asked.replications or min(USUAL_REPLICATIONS, within)
    return PlayChoice(replications, asked.seed, plan.handle_times, engine=engine)


def is_repaired(plan: PlanFile, contacts: float) -> bool:
    """Whether the plan wants its schedule repaired by playing it, and that often enough to go by."""
    wants = plan.sections.simulation.repair and is_played(plan, contacts)
    return wants and choice_of(plan, contacts).replications >= REPLICATIONS_AS_FORECAST


def repair_choice(plan: PlanFile, engine: Engine = AS_WORTHWHILE) -> PlayChoice:
    """How a repair plays: days as forecast."""
    seed = plan.sections.simulation.seed
    return PlayChoice(REPLICATIONS_AS_FORECAST, seed, plan.handle_times, exact_forecast=True, engine=engine)


def play_notes(plan: PlanFile, summary: Summary) -> Iterator[str]:
    """What to know of the play of a run with these totals: that it was shorter than usual, or none."""
    yield from _repair_notes(plan, summary)
    asked, contacts = plan.sections.simulation, summary.offered
    if not asked.play or asked.replications:
        return
    replications = choice_of(plan, contacts).replications
    if _is_too_much(plan, contacts):
        yield (
            f"the schedule was not simulated: {contacts / 1e6:,.0f} million contacts would take long; "
            "set [simulation] replications to simulate it all the same"
        )
    elif contacts > 0 and replications < USUAL_REPLICATIONS:
        yield (
            f"with so many contacts the schedule was simulated fewer than {USUAL_REPLICATIONS} times: "
            f"set [simulation] replications = {USUAL_REPLICATIONS} for more"
        )


def _repair_notes(plan: PlanFile, summary: Summary) -> Iterator[str]:
    contacts, beyond = summary.offered, sum(one.beyond_rules for one in summary.repair)
    wants = plan.sections.simulation.repair and is_played(plan, contacts)
    if wants and plan.sections.service.uncertainty.value is None and not is_repaired(plan, contacts):
        yield (
            f"the schedule was not repaired: {choice_of(plan, contacts).replications} replications cannot "
            f"tell a shortage from chance; set [simulation] replications = {REPLICATIONS_AS_FORECAST} or more"
        )
    if beyond:
        yield (
            f"{counted(beyond, 'target')} missed in the simulation would take more people than the rules "
            "allow: they stay as they are; the others are repaired"
        )


def _is_too_much(plan: PlanFile, contacts: float) -> bool:
    return plan.sections.simulation.replications is None and contacts > TOO_MANY_CONTACTS
