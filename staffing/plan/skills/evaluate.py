"""The service of given agents by group, interval by interval."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.parallel import AS_WORTHWHILE, Engine, run_each
from staffing.plan.file.schema import SkillGroup
from staffing.plan.play.given_staff import GivenStaff
from staffing.plan.skills.intervals import SkillIntervals, service_of, skill_intervals
from staffing.plan.skills.table import skill_table
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.groups import RoutedService
from staffing.records.service import Service
from staffing.skills.measured import Measured
from staffing.skills.predict import Precision, predict
from staffing.skills.system import SkillSystem

SEED = 1
_SECONDS_EACH = 2.0


def evaluate_groups(
    demand: Demand,
    staff: GivenStaff,
    skills: Sequence[SkillGroup],
    service: Service,
    *,
    engine: Engine = AS_WORTHWHILE,
    tell: Progress = silent,
) -> RoutedService:
    """The service of each queue with the agents of a file, whom the plan's groups say what they serve."""
    names = tuple(dict.fromkeys(staff.group.tolist()))
    intervals = skill_intervals(demand, skill_table(names, skills, demand.queues, staff.file), service)
    agents = agents_by_group(staff, names, intervals)
    asked = list(zip(intervals.systems, agents.T, strict=True))
    return service_of(intervals, predicted(asked, engine, tell))


def agents_by_group(staff: GivenStaff, names: Sequence[str], intervals: SkillIntervals) -> Floats:
    """By group and interval; nobody where the file has no row."""
    moments = intervals.moments
    agents = np.zeros((len(names), len(moments)))
    place = np.minimum(np.searchsorted(moments, staff.rows.interval_start), len(moments) - 1)
    here = moments[place] == staff.rows.interval_start
    group = np.array([names.index(name) for name in staff.group.tolist()], dtype=np.int64)
    np.add.at(agents, (group[here], place[here]), staff.agents[here])
    return agents


def predicted(
    asked: Sequence[tuple[SkillSystem, Floats]],
    engine: Engine = AS_WORTHWHILE,
    tell: Progress = silent,
    precision: Precision | None = None,
) -> list[Measured]:
    """The service of each staffing; what is the same is predicted once."""
    first: dict[bytes, int] = {}
    place = [first.setdefault(system.key + agents.tobytes(), len(first)) for system, agents in asked]
    distinct = [asked[place.index(number)] for number in range(len(first))]
    found = list(
        run_each(
            partial(_mean_service, precision=precision or Precision()),
            [partial(_itself, item) for item in distinct],
            engine,
            lambda done, total: tell("predicting", done / total),
            seconds_each=_SECONDS_EACH,
        )
    )
    return [found[number] for number in place]


def _itself(item: tuple[SkillSystem, Floats]) -> tuple[SkillSystem, Floats]:
    return item


def _mean_service(asked: tuple[SkillSystem, Floats], precision: Precision) -> Measured:
    """Of agents with fractions: a group has one more with that chance, all by one number of chance."""
    system, agents = asked
    whole = np.floor(agents + 1e-9)
    chance = np.maximum(agents - whole, 0.0)
    steps = np.unique(np.concatenate([[0.0], chance[chance > 1e-9]]))
    weights = np.diff(np.append(steps, 1.0))
    parts = [predict(system, _more(whole, chance > step), precision, SEED) for step in steps]
    return parts[0] if len(parts) == 1 else Measured.mean_of(weights, parts)


def _more(whole: Floats, one_more: Floats) -> Ints:
    return np.asarray(whole + one_more, dtype=np.int64)
