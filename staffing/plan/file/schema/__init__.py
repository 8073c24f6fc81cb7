"""The plan file's keys, types and bounds (the contract of design §5), as pydantic models.

Models only say what a plan may hold; `staffing.plan.file.read` turns their complaints into our errors, and
`staffing.plan.file.options` turns a plan into what the stages ask for.
"""

from __future__ import annotations

from staffing.plan.file.schema.capacity import Capacity
from staffing.plan.file.schema.demand import Centre, ForecastChoice, HistorySource
from staffing.plan.file.schema.roster import Roster
from staffing.plan.file.schema.schedule import RestRule, Schedule, ShiftPattern
from staffing.plan.file.schema.scorecard import Alerts, KeptRuns, MetricAim, MetricKey
from staffing.plan.file.schema.service import PeopleShares, ServiceChoice, SkillGroup
from staffing.plan.file.schema.simulation import SimulationChoice
from staffing.plan.file.schema.store import StoreChoice
from staffing.plan.file.schema.words import Section
from staffing.plan.file.schema.work import WorkChoice

__all__ = [
    "Alerts",
    "Capacity",
    "Centre",
    "HistorySource",
    "PeopleShares",
    "Plan",
    "RestRule",
    "Roster",
    "Section",
    "ServiceChoice",
    "ShiftPattern",
    "SimulationChoice",
    "SkillGroup",
    "StoreChoice",
    "WorkChoice",
]


class Plan(Section):
    """A whole plan file."""

    centre: Centre
    history: HistorySource | None = None
    forecast: ForecastChoice = ForecastChoice()
    service: ServiceChoice = ServiceChoice()
    people: PeopleShares = PeopleShares()
    schedule: Schedule
    simulation: SimulationChoice = SimulationChoice()
    roster: Roster | None = None
    group: list[SkillGroup] = []
    work: list[WorkChoice] = []
    alerts: Alerts = Alerts()
    runs: KeptRuns = KeptRuns()
    metrics: dict[MetricKey, MetricAim] = {}
    capacity: Capacity | None = None
    store: StoreChoice | None = None
