"""The stage: demand in, requirement out. `size` finds the agents, `evaluate` takes those it is given."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Floats, Texts
from staffing.errors import InfeasibleError, UsageError
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.queueing import load_model
from staffing.queueing.chat import Chat
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.patience_laws import law_code
from staffing.queueing.performance import Performance
from staffing.queueing.redials import Redials
from staffing.records.demand import Demand
from staffing.records.people import People
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.records.targets import Targets
from staffing.requirement.attendance import BinomialAttendance
from staffing.requirement.binding import NOTHING, bound_by
from staffing.requirement.carried import QueuesAtRest, carried
from staffing.requirement.in_shares import in_shares, shares_of
from staffing.requirement.mixture import MixedModel, MixedTraffic, Mixture, in_parts
from staffing.requirement.scatter import scattered
from staffing.requirement.search import fewest_agents
from staffing.requirement.stretches import Stretches
from staffing.requirement.surface import fewest_agents_of_many
from staffing.requirement.uncertainty import rates_that_may_come
from staffing.requirement.variation import load_variation
from staffing.requirement.variation.profile import mixture_of

# Of a row of one rate, and of one that is a mixture of rates: seconds, and how many a worker has at once.
SECONDS_OF_A_ROW, ROWS_OF_A_SHARE = 1.5e-6, 1 << 16
SECONDS_OF_A_MIXED_ROW, MIXED_ROWS_OF_A_SHARE = 2e-5, 1 << 15


def size(demand: Demand, options: Service, engine: Engine = AS_WORTHWHILE) -> Requirement:
    """The fewest agents per row that meet the targets, and the service they give; `engine` sizes many rows.

    UsageError if nothing is asked; InfeasibleError, naming the first row, if no number of agents is
    enough somewhere; ValueError for impossible demand (no handle time where contacts are offered).
    """
    targets = targets_of(demand, options)
    if not targets.asked and not (targets.min_agents > 0).any():
        hint = "set --target, --max-wait, --max-abandonment or --max-occupancy; to predict, use evaluate"
        raise UsageError("there is no target to staff for", hint=hint)
    most_rows, seconds_a_row = _share_of(options)
    sized = partial(_sized, options=options)
    requirement = in_shares(demand, sized, engine, most_rows, seconds_a_row=seconds_a_row)
    _require_finite(requirement.agents, demand)
    return requirement


def _share_of(options: Service) -> tuple[int, float]:
    """Most rows in a share, and the seconds that a row takes."""
    if options.variation == "sipp" and options.uncertainty is None and not options.binomial:
        return ROWS_OF_A_SHARE, SECONDS_OF_A_ROW
    return MIXED_ROWS_OF_A_SHARE, SECONDS_OF_A_MIXED_ROW


def _sized(demand: Demand, options: Service) -> Requirement:
    """The same, with infinitely many agents and no service where no number is enough."""
    targets, (model, traffic) = targets_of(demand, options), _question(demand, options)
    find = fewest_agents_of_many if type(traffic) is Traffic and not options.binomial else fewest_agents
    if options.binomial:  # the search is then of heads, the minimum of agents
        shares = options.people.shares(demand.shrinkage)
        targets = replace(targets, min_agents=targets.min_agents / shares)
    found = find(model, traffic, targets)
    if np.isinf(found).any():
        return _impossible(demand, found)
    agents = options.people.on_the_phones(found, demand.shrinkage) if options.binomial else found
    return evaluate(demand, agents, options)


def evaluate(demand: Demand, agents: ArrayLike, options: Service) -> Requirement:
    """The service that `agents` (one number or one per row, fractions allowed, ≥ 0) give.

    Of the targets only the threshold seconds and the definition matter. ValueError as in `size`, and for
    agents that are negative or unknown.
    """
    agents = _known_agents(agents, demand)
    targets, (model, traffic) = targets_of(demand, options), _question(demand, options)
    scheduled = options.people.scheduled(agents, demand.shrinkage)
    asked = np.round(scheduled, 9) if options.binomial else agents
    performance = model.performance(traffic, asked, targets.target_seconds)
    return Requirement(
        **demand.same_rows(),
        offered=demand.offered,
        aht_seconds=demand.aht_seconds,
        load_erlangs=traffic.load,
        agents=agents,
        scheduled=scheduled,
        service_level=targets.service_level_of(performance),
        mean_wait_seconds=performance.mean_wait_seconds,
        abandonment=performance.abandoned,
        occupancy=performance.occupancy,
        wait_probability=performance.wait_probability,
        blocking=_blocking(performance, traffic),
        bound_by=bound_by(model, traffic, targets, asked),
    )


def predict(demand: Demand, agents: ArrayLike, options: Service) -> Performance:
    """What becomes of the contacts with those agents: what `evaluate` takes its figures from.

    ValueError as there.
    """
    agents = _known_agents(agents, demand)
    (model, traffic), targets = _question(demand, options), targets_of(demand, options)
    asked = np.round(options.people.scheduled(agents, demand.shrinkage), 9) if options.binomial else agents
    return model.performance(traffic, asked, targets.target_seconds)


def service_levels(demand: Demand, agents: Floats, options: Service, *, at_rest: bool = False) -> Floats:
    """The service level alone that `evaluate` gives, in little memory however many rows there are.

    With agents [row, part] that of `predict_in_parts`.
    """
    level = np.empty(len(demand))
    by_part = agents.ndim > 1
    for rows in shares_of(demand, _share_of(options)[0]):
        some = demand.rows(rows)
        mine = agents[rows]
        found = (
            predict_in_parts(some, mine, options, at_rest=at_rest)
            if by_part
            else predict(some, mine, options)
        )
        level[rows] = targets_of(some, options).service_level_of(found)
    return level


def predict_in_parts(
    demand: Demand, agents: Floats, options: Service, *, at_rest: bool = False
) -> Performance:
    """The same as it will come, with agents of the shape (rows, equal parts of the interval, in order).

    What is in progress goes on from interval to interval (`carried.py`), or each is `at_rest`; the agents are
    a mean, around which the number on the phones scatters (`scatter.py`). The parts divide the five-minute
    slices of `mol-psa`. The range of the forecast does not count.
    """
    options = replace(options, uncertainty=None)
    mixture = in_parts(_mixture(demand, options), agents.shape[1])
    traffic, model = traffic_of(demand, options), _model(options)
    staff = np.repeat(agents, mixture.factor.shape[1] // agents.shape[1], axis=1)
    moves: Floats | float = 0.0
    if not at_rest and _is_carried(traffic, options):
        seconds = 60.0 * demand.interval_minutes / mixture.factor.shape[1]
        queues = QueuesAtRest(model, traffic, staff)
        mixture, moves = carried(queues, mixture, Stretches.of(demand, demand.offered), seconds)
    if not options.binomial:
        mixture, staff = scattered(
            mixture, staff, traffic, options.people, shrinkage=demand.shrinkage, moves=moves
        )
    model = MixedModel(model)
    if options.binomial:
        model = _attended(model, demand, options.people)
        staff = np.round(options.people.scheduled(staff, demand.shrinkage), 9)
    target = np.broadcast_to(targets_of(demand, options).target_seconds, demand.offered.shape)
    return model.performance(MixedTraffic(traffic, mixture), staff, target)


def _is_carried(traffic: Traffic, options: Service) -> bool:
    """Whether what becomes of contacts says how many are there: all get in, and are handled one by one."""
    alone = options.at_once == 1 and not (options.redial or options.redial_blocked)
    return (
        options.variation == "mol-psa"
        and options.model in ("erlang-a", "erlang-c")
        and alone
        and bool(np.isinf(traffic.lines).all())
    )


def _known_agents(agents: ArrayLike, demand: Demand) -> Floats:
    agents = np.broadcast_to(np.asarray(agents, dtype=np.float64), demand.offered.shape)
    if not (agents >= 0).all():
        raise ValueError("agents must be known and ≥ 0 in every row")
    return agents


def traffic_of(demand: Demand, options: Service) -> Traffic:
    """The demand as the queueing theory takes it; contacts spread evenly over their interval."""
    curve, lines = options.patience_curve, np.inf if options.lines is None else options.lines
    patience = options.patience_seconds or (curve.mean if curve else np.inf)
    parameter = np.nan if options.patience_parameter is None else options.patience_parameter
    return Traffic(
        arrivals_per_second=demand.offered / (60.0 * demand.interval_minutes),
        aht_seconds=demand.aht_seconds,
        patience_seconds=_override(demand.patience_seconds, patience),
        lines=_override(demand.lines, lines),
        patience_law=_law_codes(demand.patience_law, options.patience_law),
        patience_parameter=_override(demand.patience_parameter, parameter),
        patience_curve=curve,
    )


def _law_codes(names: Texts | None, option: str) -> ArrayLike:
    """The codes of the rows' laws; that of the option where they name none."""
    if names is None:
        return law_code(option)
    distinct, place = np.unique(names, return_inverse=True)
    return np.array([law_code(name or option) for name in distinct.tolist()])[place]


def _question(demand: Demand, options: Service) -> tuple[QueueModel, Traffic]:
    """The model and the traffic it is asked about; a mixture of rates where demand moves or is uncertain."""
    model, traffic = _model(options), traffic_of(demand, options)
    if options.variation != "sipp" or options.uncertainty is not None:
        model, traffic = MixedModel(model), MixedTraffic(traffic, _mixture(demand, options))
    if options.binomial:
        model = _attended(model, demand, options.people)
    return model, traffic


def _model(options: Service) -> QueueModel:
    """The model of the options, with chat and redials around it."""
    model = load_model(options.model)
    if options.at_once != 1:
        model = Chat(model, options.at_once, options.writing_ratio)
    if options.redial or options.redial_blocked:
        model = Redials(model, options.redial, options.redial_blocked)
    return model


def _mixture(demand: Demand, options: Service) -> Mixture:
    variation = load_variation(options.variation)
    mixture = mixture_of(demand, demand.offered, demand.aht_seconds, variation)
    if options.uncertainty is None:
        return mixture
    rates = rates_that_may_come(options.uncertainty, demand.offered, demand.offered_p10, demand.offered_p90)
    return mixture.times(rates)


def _attended(model: QueueModel, demand: Demand, people: People) -> QueueModel:
    if demand.shrinkage is not None:
        hint = "give one --shrinkage for all rows, or leave out --attendance-model"
        raise UsageError("binomial attendance and a shrinkage table exclude one another", hint=hint)
    return BinomialAttendance(model, people.attendance, people.phone_share / people.attendance)


def targets_of(demand: Demand, options: Service) -> Targets:
    """The options' targets with the rows' own service levels in place."""
    asked = options.targets
    return Targets(
        _override(demand.target_service_level, asked.service_level),
        _override(demand.target_seconds, asked.target_seconds),
        definition=asked.definition,
        max_wait_seconds=asked.max_wait_seconds,
        max_abandonment=asked.max_abandonment,
        max_occupancy=asked.max_occupancy,
        min_agents=_override(demand.min_agents, asked.min_agents),
    )


def _override(column: Floats | None, option: ArrayLike) -> ArrayLike:
    return option if column is None else np.where(np.isnan(column), option, column)


def _blocking(performance: Performance, traffic: Traffic) -> Floats:
    """The blocked fraction; NaN throughout where no lines are limited (see `Requirement`)."""
    limited = np.isfinite(traffic.lines).any() or (performance.blocked > 0).any()
    return performance.blocked if limited else np.full_like(performance.blocked, np.nan)


def _impossible(demand: Demand, agents: Floats) -> Requirement:
    """What comes back where some rows have no answer: which, for the error that counts them all."""
    unknown = dict.fromkeys((item.name for item in fields(Requirement)), np.full(len(demand), np.nan))
    columns = unknown | {"bound_by": np.full(len(demand), NOTHING)}
    return Requirement(**columns | demand.same_rows() | {"agents": agents})


def _require_finite(agents: Floats, demand: Demand) -> None:
    impossible = np.flatnonzero(np.isinf(agents))
    if impossible.size == 0:
        return
    first = demand.rows(impossible[:1])
    raise InfeasibleError(
        f"no number of agents meets the targets in {impossible.size} of {agents.size} intervals, "
        f"first {first.iso()[0]}, queue {first.queue_names[0]}",
        hint="ask for less there, or allow more lines: contacts that are blocked can never be answered",
    )
