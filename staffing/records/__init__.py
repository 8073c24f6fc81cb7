"""What travels between the stages: frozen records of NumPy columns.

Each record is one noun of the road history → forecast → requirement → shifts, holds one row per
interval and queue (or per shift), and can be written to CSV and read back (`staffing.tables`).
Columns are copied on construction and made read-only, so a stage cannot change what another holds.

Time: `interval_start` is UTC (`datetime64[s]`); `utc_offset_minutes` is the local offset it is shown
with. Unknown numbers are NaN, never zero.
"""

from __future__ import annotations

from staffing.records.adjustment import Adjusted, Adjustments, Outlook
from staffing.records.capacity import CapacityPlan, CapacityTotals, CapacityWeeks
from staffing.records.columns import ALL_QUEUES, Columns, IntervalRows
from staffing.records.coverage import Coverage
from staffing.records.demand import Demand
from staffing.records.drift import Drift, DriftReport
from staffing.records.explanation import ExplainedRun, Explanation, LunchFinding
from staffing.records.forecast import Accuracy, DailyForecast, Forecast
from staffing.records.history import AgentDays, CostDays, HeadCounts, History, MonitoredContacts
from staffing.records.need import Need
from staffing.records.people import People
from staffing.records.repair import Repair
from staffing.records.requirement import Requirement, SweepRows, Trunks
from staffing.records.schedule import DaySummary, Proof, ShiftPlan, Summary
from staffing.records.scorecard import LikelyCause, Scorecard, Scores
from staffing.records.service import Service
from staffing.records.service_target import ServiceTarget
from staffing.records.simulation import (
    PlayTotals,
    Simulated,
    SimulatedDays,
    SimulatedIntervals,
    SimulatedQueue,
    WorstInterval,
)
from staffing.records.targets import Targets
from staffing.records.trace import RunTrace
from staffing.records.uncertainty import Uncertainty

__all__ = [
    "ALL_QUEUES",
    "Accuracy",
    "Adjusted",
    "Adjustments",
    "AgentDays",
    "CapacityPlan",
    "CapacityTotals",
    "CapacityWeeks",
    "Columns",
    "CostDays",
    "Coverage",
    "DailyForecast",
    "DaySummary",
    "Demand",
    "Drift",
    "DriftReport",
    "ExplainedRun",
    "Explanation",
    "Forecast",
    "HeadCounts",
    "History",
    "IntervalRows",
    "LikelyCause",
    "LunchFinding",
    "MonitoredContacts",
    "Need",
    "Outlook",
    "People",
    "PlayTotals",
    "Proof",
    "Repair",
    "Requirement",
    "RunTrace",
    "Scorecard",
    "Scores",
    "Service",
    "ServiceTarget",
    "ShiftPlan",
    "Simulated",
    "SimulatedDays",
    "SimulatedIntervals",
    "SimulatedQueue",
    "Summary",
    "SweepRows",
    "Targets",
    "Trunks",
    "Uncertainty",
    "WorstInterval",
]
