"""The program of several groups: the shift model of each, joined by transfers and by limits for all of them.

    Cover    coverage of g − Σ_h y_ght + Σ_h worth_hg y_hgt ≥ c_gt     each group g, interval t
    Limits   least ≤ Σ of heads of the groups it is about ≤ most       each limit, local day
    Cap      agent-hours short of all groups ≤ share · those required

y_ght ≥ 0 are heads of g who stand in for h. Where worth is 1 they are whole whenever the shifts are: with
these fixed it is a flow in a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.programs.stopping import cost_grain
from staffing.shifts.formulation.admissible import admissible_shifts
from staffing.shifts.formulation.blocks.penalties import Shortage
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.timed import OTHER, TimedProgram
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.modelling import model_of

_KEPT = 1e-12  # heads: nobody is needed, but the interval has a row, from which heads can be given


@dataclass(frozen=True, eq=False)
class JoinedModel:
    """The models of the groups, the program they make together, and where its transfers stand.

    `given` is the column of each transfer and interval, −1 where there is none.
    """

    asked: AskedShifts
    models: tuple[Model, ...]
    program: Program
    given: Ints
    limit_rows: Ints
    cap: int | None

    @cached_property
    def first(self) -> Ints:
        """The first column of each group, and the first behind them all."""
        return np.concatenate([[0], np.cumsum([len(model.program) for model in self.models])])

    @property
    def timed(self) -> TimedProgram:
        """What a search must know of it."""
        each = [model.timed for model in self.models]
        beyond = len(self.program) - int(self.first[-1])
        grains = [one.grain for one in each]
        return TimedProgram(
            program=self.program,
            start=np.concatenate([*(one.start for one in each), np.full(beyond, OTHER)]),
            horizon_minutes=self.asked.horizon.minutes,
            grain=cost_grain(grains) if min(grains) > 0 else 0.0,
            cap=self.cap,
            constant=sum(one.constant for one in each),
        )

    @property
    def whole(self) -> AskedShifts:
        """The same asked in the steps in which coverage comes, as the program has it.

        Heads that stand in for others are whole too: no part of one need makes up for a part of another.
        Where heads may be short at a price, the need stays as it is.
        """
        if self.asked.horizon.rules.costs.understaffing is not None:
            return self.asked
        required = self.asked.required.copy()
        for row, model in zip(required, self.models, strict=True):
            kept = model.cover >= 0
            row[kept] = model.program.row_lower[model.cover[kept]]
        return self.asked.requiring(required)

    def of_group(self, values: Floats, group: int) -> Floats:
        """The values of a group's own columns."""
        return values[self.first[group] : self.first[group + 1]]

    def transfers(self, values: Floats) -> Floats:
        """Heads given, by transfer and interval."""
        return np.where(self.given >= 0, values[np.maximum(self.given, 0)], 0.0)


def joined_model(asked: AskedShifts) -> JoinedModel:
    """InfeasibleError where an interval needs people whom no shift brings."""
    reach = np.array([_reach(asked, group) for group in range(len(asked.groups))])
    anybody = asked.required.sum(axis=0) > 0
    own = np.where(reach & anybody, np.maximum(asked.required, _KEPT), 0.0)
    own = _unreached_stays(asked, own, reach)
    models = tuple(model_of(asked.horizon_of(group), own[group]) for group in range(len(asked.groups)))
    assembly = Assembly()
    rows, columns = _entered(assembly, models)
    cover = np.array(
        [
            np.where(model.cover >= 0, model.cover + row, -1)
            for model, row in zip(models, rows.tolist(), strict=True)
        ]
    )
    lacking = (asked.required > 0) & (cover < 0)
    cover[lacking] = assembly.rows(asked.required[lacking], np.full(int(lacking.sum()), np.inf))
    given = _enter_transfers(assembly, asked, cover, reach)
    limits = _enter_limits(assembly, asked, models, columns)
    cap = _enter_cap(assembly, asked, models, columns)
    integer = np.concatenate([model.program.integer for model in models])
    upper = np.concatenate([model.program.upper for model in models])
    program = assembly.program()
    n = len(integer)
    program.integer[:n], program.upper[:n] = integer, upper
    return JoinedModel(asked, models, program, given, limits, cap)


def _reach(asked: AskedShifts, group: int) -> np.ndarray:
    """The intervals in which some shift of the group is present."""
    horizon = asked.horizon_of(group)
    shifts = admissible_shifts(horizon)
    _, interval, _ = horizon.overlap(shifts.start, shifts.length)
    return np.bincount(interval, minlength=horizon.intervals) > 0


def _unreached_stays(asked: AskedShifts, own: Floats, reach: np.ndarray) -> Floats:
    """A need that nobody can reach, not even by a transfer, stays with its group, which says so."""
    helped = reach.copy()
    for one in asked.transfers:
        helped[one.taker] |= reach[one.giver]
    return np.where((asked.required > 0) & ~helped, asked.required, own)


def _entered(assembly: Assembly, models: Sequence[Model]) -> tuple[Ints, Ints]:
    """The programs one after the other: the first row and column of each."""
    for model in models:
        program = model.program
        columns = assembly.columns(program.cost)
        rows = assembly.rows(program.row_lower, program.row_upper)
        entries = program.matrix.tocoo()
        row, column = entries.coords
        assembly.enter(rows[row], columns[column], entries.data)
    sizes = np.array([(len(model.program.row_lower), len(model.program)) for model in models])
    rows_before, columns_before = (np.cumsum(sizes, axis=0) - sizes).T
    return rows_before, columns_before


def _enter_transfers(assembly: Assembly, asked: AskedShifts, cover: Ints, reach: np.ndarray) -> Ints:
    given = np.full((len(asked.transfers), asked.horizon.intervals), -1, dtype=np.int64)
    for number, one in enumerate(asked.transfers):
        here = np.flatnonzero(
            reach[one.giver]
            & (cover[one.giver] >= 0)
            & (cover[one.taker] >= 0)
            & (asked.required[one.taker] > 0)
        )
        columns = assembly.columns(np.zeros(len(here)))
        assembly.enter(cover[one.giver, here], columns, -1.0)
        assembly.enter(cover[one.taker, here], columns, one.worth)
        given[number, here] = columns
    return given


def _enter_limits(
    assembly: Assembly, asked: AskedShifts, models: Sequence[Model], first_column: Ints
) -> Ints:
    rows = []
    for limit in asked.limits:
        about = [
            np.flatnonzero(limit.of_shifts(group, model.shifts, asked.horizon_of(group).rules))
            for group, model in enumerate(models)
        ]
        days = np.concatenate([model.shifts.day[chosen] for model, chosen in zip(models, about, strict=True)])
        columns = np.concatenate([first + chosen for first, chosen in zip(first_column, about, strict=True)])
        for day in np.unique(days):
            most = np.inf if limit.most is None else float(limit.most)
            row = assembly.row(float(limit.least), most)
            assembly.enter(row, columns[days == day], 1.0)
            rows.append(row)
    return np.array(rows, dtype=np.int64)


def _enter_cap(
    assembly: Assembly, asked: AskedShifts, models: Sequence[Model], first_column: Ints
) -> int | None:
    costs, horizon = asked.horizon.rules.costs, asked.horizon
    if costs.understaffing is None or costs.max_understaffing is None:
        return None
    hours = np.broadcast_to(np.asarray(horizon.agent_hours_of_a_head, dtype=float), (horizon.intervals,))
    most = costs.max_understaffing * float((asked.required @ hours).sum()) / hours[0]
    cap = assembly.row(-np.inf, most)
    for model, first in zip(models, first_column.tolist(), strict=True):
        short = model.rows_of(Shortage)
        assert short is not None
        assembly.enter(cap, first + short.column, short.heads * hours[short.interval] / hours[0])
    return cap
