"""A plan and where it lies: what it gives each stage, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from staffing.errors import InputError, PlanError, Problem, StaffingError
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.special_days import Event
from staffing.history.source import Source, source_files
from staffing.plan.file import options
from staffing.plan.file.events import read_events
from staffing.plan.file.handle_times import handle_times_of
from staffing.plan.file.new_queues import new_queues_of
from staffing.plan.file.schema import Capacity, HistorySource, Plan
from staffing.plan.file.schema.words import written_uncertainty
from staffing.plan.file.work_files import WorkFiles, read_work_files
from staffing.programs.solvers import HIGHS, require_solver
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.need import Need
from staffing.records.people import People
from staffing.records.service import Service
from staffing.records.service_target import TargetPeriod
from staffing.records.uncertainty import parse_uncertainty
from staffing.requirement.patience_curve import read_patience_curve
from staffing.shifts.effort import SearchChoice, SearchEffort
from staffing.shifts.horizon import ShiftHorizon, horizon_of
from staffing.shifts.rules import Rules
from staffing.simulation.handle_times import HandleTimeLaw, MeasuredHandling, measured_file
from staffing.store.place import StorePlace
from staffing.tables.columns import NEW_QUEUES
from staffing.tables.read import read_csv
from staffing.tables.source import STANDARD
from staffing.tables.table import Table
from staffing.timegrid import OpeningHours, Zone

LATE_GAP = 0.0025  # of a plan that names no gap
MANY_HEADS = 200  # from here on a schedule soon is worth more than its last tenth of a per cent


@dataclass(frozen=True, eq=False)
class PlanFile:
    """The sections of a plan, the path they were read from, and the line of each dotted key there.

    Paths in the plan are relative to its folder. What stands beside it is read when first asked for, and
    then kept: nothing is read or worked out twice. `kept_curve` is the patience curve where a run holds it,
    `kept_handle_times` the measured times;
    `content` the bytes that the sections were parsed from, empty where a run holds the plan; `jobs` how many
    processes may search at once (None: one per core); `runs` the folder of its runs, where one is made.
    """

    path: Path
    sections: Plan
    key_lines: Mapping[str, int] = field(default_factory=dict)
    kept_curve: PatienceCurve | None = None
    kept_handle_times: MeasuredHandling | None = None
    content: bytes = b""
    jobs: int | None = None
    runs: Path | None = None

    @property
    def folder(self) -> Path:
        """Where the files named in the plan lie; that of the command for a plan from standard input."""
        return self.path.parent

    @property
    def name(self) -> str:
        """Of the centre."""
        return self.sections.centre.name

    @property
    def timezone(self) -> str:
        """In which the centre's clocks run."""
        return self.sections.centre.timezone

    @property
    def zone(self) -> Zone:
        """The same, to convert moments."""
        return Zone(self.timezone)

    @property
    def interval_minutes(self) -> int:
        """The grain of forecast, requirement and coverage."""
        return self.sections.centre.interval_minutes

    @property
    def history(self) -> HistorySource:
        """The section `[history]`; PlanError if there is none."""
        if self.sections.history is None:
            hint = 'add [history] with source = "history.csv"'
            raise self.wrong("history", "a [history] section", hint)
        return self.sections.history

    @property
    def capacity(self) -> Capacity:
        """The section `[capacity]`; PlanError if there is none."""
        if self.sections.capacity is None:
            hint = "add [capacity] with heads and weekly_hours; see docs/how-to/capacity.md"
            raise self.wrong("capacity", "a [capacity] section", hint)
        return self.sections.capacity

    @cached_property
    def history_source(self) -> Source:
        """Where the history comes from, and how it is read."""
        source = options.history_source(self.history, self.sections.service, self.folder)
        return source.at(self.timezone, self.interval_minutes)

    @property
    def store(self) -> StorePlace | None:
        """Where its runs are kept besides their directories; None: nowhere."""
        return options.store_place(self.sections, self.folder)

    @cached_property
    def opening_hours(self) -> OpeningHours | None:
        """None: always open."""
        return options.opening_hours(self.sections.centre)

    @cached_property
    def people(self) -> People:
        """How much of a scheduled head is on the phones."""
        return options.people_of(self.sections.people)

    @cached_property
    def patience_curve(self) -> PatienceCurve | None:
        """As measured, from the file that `[service]` names."""
        if self.kept_curve is not None:
            return self.kept_curve
        name = self.sections.service.patience_curve
        return read_patience_curve(self.folder / name) if name else None

    @cached_property
    def service(self) -> Service:
        """What `[service]` asks; without patience where that is to be estimated (see `service_with`)."""
        given = self.sections.service.patience_seconds
        patience_seconds = None if given == "estimate" else given
        return options.service_options(
            self.sections.service, self.people, patience_seconds, self.patience_curve
        )

    def service_with(self, patience_seconds: float | None) -> Service:
        """The same with that patience."""
        return replace(self.service, patience_seconds=patience_seconds)

    @property
    def confidence(self) -> float | None:
        """With which probability a day is to make its target by the forecast's range; None: not asked."""
        uncertainty = self.service.uncertainty
        return None if uncertainty is None else uncertainty.probability

    def as_expected(self) -> Self:
        """The same plan for the forecast as it stands, without its range."""
        return self.with_uncertainty("none")

    def with_uncertainty(self, text: str) -> Self:
        """The same plan with that use of the forecast's range; UsageError where there is no such use."""
        parse_uncertainty(text)
        service = self.sections.service.model_copy(update={"uncertainty": written_uncertainty(text)})
        return replace(self, sections=self.sections.model_copy(update={"service": service}))

    @property
    def target_period(self) -> TargetPeriod | None:
        """None: the target holds in every interval."""
        kind = self.sections.service.period
        least = self.sections.schedule.min_interval_service_level
        return None if kind == "interval" else TargetPeriod(kind, least)

    @cached_property
    def rules(self) -> Rules:
        """What `[schedule]` allows, and what it costs."""
        return options.rules_of(self.sections)

    @cached_property
    def effort(self) -> SearchEffort:
        """How hard `[schedule]` lets a search try, and how close it must come."""
        return replace(options.effort_of(self.sections), jobs=self.jobs)

    def horizon(self, need: Need) -> ShiftHorizon:
        """The intervals of a need under the plan's rules; agents per head are the need's own."""
        return horizon_of(need.interval_start, self.rules, need.phone_share)

    def effort_for(self, need: Need) -> SearchEffort:
        """The same for one need: where it is large, a wider gap will do."""
        many = need.required.max(initial=0.0) >= MANY_HEADS
        late_gap = LATE_GAP if many and self.sections.schedule.gap is None else None
        return replace(self.effort, late_gap=late_gap)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The days that are not like others."""
        name = self.sections.forecast.events
        return read_events(self.folder / name) if name else ()

    @cached_property
    def handle_times(self) -> HandleTimeLaw:
        """How they scatter around their mean when a schedule is played."""
        if self.kept_handle_times is not None:
            return self.kept_handle_times
        return handle_times_of(self.sections.simulation.handle_times, self.folder)

    @cached_property
    def work_files(self) -> tuple[WorkFiles, ...]:
        """What the files of each kind of work that may wait hold."""
        kinds = self.sections.work
        return tuple(read_work_files(one, self.folder, self.sections.centre) for one in kinds)

    @cached_property
    def _new_queue_rows(self) -> Table | None:
        name = self.sections.forecast.new_queues
        return read_csv(self.folder / name, NEW_QUEUES) if name else None

    def forecast_options(
        self, as_of: np.datetime64 | None, queues: Sequence[str] | None = None
    ) -> ForecastOptions:
        """What is asked of the forecast of a history that has these `queues` (None: not read yet)."""
        asked, rows = self.sections.forecast, self._new_queue_rows
        return ForecastOptions(
            days=asked.days,
            method=asked.method,
            as_of=as_of,
            opening_hours=self.opening_hours,
            holidays=asked.holidays,
            events=self.events,
            default_aht_seconds=self.sections.history.aht_seconds if self.sections.history else None,
            new_queues=() if rows is None else new_queues_of(rows, queues),
        )

    @property
    def ends_in_roster(self) -> bool:
        """Whether a run seeks people for its shifts: `[roster]` names a file of them."""
        return self.sections.roster is not None and self.sections.roster.agents is not None

    @property
    def seeks_people_for_shifts(self) -> bool:
        """Whether shifts are made before the people who work them are sought."""
        return self.sections.roster is not None and self.sections.roster.mode == "assign"

    @property
    def beside(self) -> list[str]:
        """Every file and database that a run reads besides the plan itself."""
        named = (
            *(self.sections.roster.files if self.sections.roster and self.ends_in_roster else ()),
            self.sections.forecast.events,
            self.sections.forecast.new_queues,
            self.sections.service.patience_curve,
            measured_file(self.sections.simulation.handle_times),
            *(one.backlog for one in self.sections.work),
        )
        arrivals = [str(self.folder / one.source) for one in self.sections.work if one.source is not None]
        sources = (file for source in (self.history_source.path, *arrivals) for file in source_files(source))
        files = [*sources, *(str(self.folder / one) for one in named if one)]
        return [file for file in files if file != STANDARD]

    def searched_as(self, choice: SearchChoice) -> Self:
        """The plan with what is chosen for its search; UsageError where there is no such thing."""
        choice.check()
        chosen = {"solver": choice.solver, "effort": choice.effort}
        update = {key: value for key, value in chosen.items() if value is not None}
        schedule = self.sections.schedule.model_copy(update=update)
        sections = self.sections.model_copy(update={"schedule": schedule})
        return replace(self, sections=sections, jobs=choice.jobs)

    def checked(self) -> Self:
        """Itself, once all that it gives has been read and accepted, before any work is done.

        PlanError or InputError where the stages would refuse it.
        """
        self._require_room_for_earlier()
        self._require_rests_for_roster()
        self._require_no_seats_beside()
        try:
            self.forecast_options(None)
            self.service, self.rules, self.handle_times  # noqa: B018
            if self.effort.solver != HIGHS:  # which is a dependency, and slow to import
                require_solver(self.effort.solver)
        except InputError:
            raise
        except StaffingError as error:
            expected = f"a consistent plan: {error.message}"
            raise PlanError(Problem(str(self.path), expected, error.hint)) from None
        except ValueError as error:
            expected = f"a consistent plan: {error}"
            raise PlanError(Problem(str(self.path), expected, "see docs/reference/plan.md")) from None
        return self

    def _require_room_for_earlier(self) -> None:
        """PlanError where `[schedule] before` meets what makes its shifts in another way."""
        others = {
            "service.period": self.target_period is not None,
            "group": len(self.sections.group) > 1,
            "roster.agents": self.ends_in_roster,
            "work": bool(self.sections.work),
        }
        for key, stands in others.items():
            if stands and self.sections.schedule.before is not None:
                hint = "take [schedule] before out; a roster goes on from its own state"
                raise self.wrong("schedule.before", f"no shifts from before beside {key}", hint)

    def _require_rests_for_roster(self) -> None:
        """PlanError where a roster is asked to place rests by the clock, which it cannot."""
        if self.sections.roster is not None and any(one.rests_by_the_clock for one in self.rules.patterns):
            hint = "give earliest_minutes and latest_minutes, or take [roster] out"
            raise self.wrong("roster", "no lunch or break with `between` in a plan with a roster", hint)

    def _require_no_seats_beside(self) -> None:
        """PlanError where `[centre] seats` would not bound all who are there."""
        others = {
            "roster": self.sections.roster is not None,
            "group": len(self.sections.group) > 1,
            "schedule.before": self.sections.schedule.before is not None,
        }
        for key, stands in others.items():
            if stands and self.sections.centre.seats is not None:
                hint = "take seats out, and bound [[schedule.starts]] max_agents"
                raise self.wrong("centre.seats", f"no seats beside {key}", hint)

    def wrong(self, key: str, expected: str, hint: str) -> PlanError:
        """The complaint about a dotted key, with its line or that of the table it belongs in."""
        table = key
        while table and table not in self.key_lines:
            table = table.rpartition(".")[0]
        return PlanError(Problem(str(self.path), expected, hint, self.key_lines.get(table), key))
