"""Work, counted: what solving costs, in numbers that are the same on every machine.

A clock says how busy the machine is; nodes, iterations and sizes say how much was done. They are turned into
*ticks*, a million of which, a unit, take a core about a second. The rates were fitted to the CPU time of some
three hundred solves of shift programs, with 100 to 23,000 rows; of a single solve they are right within a
factor of three, of a search within a third. That they are the same everywhere matters more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.programs.program import Program

UNIT = 1_000_000  # ticks

SOLVE = 3_000  # of any solve, besides its entries
ENTRY = 1.5  # of an entry of the matrix: to hand it over, to presolve it
ITERATION, ITERATION_OF_ENTRY = 35.0, 0.0004  # of the simplex method in a relaxation, and for each entry
INTERIOR_ITERATION_OF_ENTRY = 0.25
NODE_ITERATION, NODE_ITERATION_OF_ENTRY = 100.0, 0.025  # in branch and bound, with its cuts and heuristics
ROOT_CHECK, ROOT_CHECK_OF_ENTRY = 15_000.0, 3.0  # of a check of limits at the root of the tree
NODE_CHECK_SHARE = 0.08  # of that, after the root


class Purse:
    """Ticks to spend, of `work` in all."""

    def __init__(self, work: int) -> None:
        self._all = self.left = work

    def spend(self, work: int) -> None:
        """Take what was done from what is left, which may fall below 0: a solve cannot stop at any moment."""
        self.left -= work

    @property
    def spent(self) -> int:
        """What was done so far."""
        return self._all - self.left

    def share(self, share: float) -> int:
        """So much of what is left, not below 0."""
        return max(int(share * self.left), 0)


def units(number: float) -> int:
    """Ticks of so many units."""
    return int(number * UNIT)


def handing_over(program: Program) -> int:
    """What a solve takes before its first iteration."""
    return SOLVE + int(ENTRY * program.matrix.nnz)


def simplex_iteration(program: Program) -> float:
    """What an iteration in a relaxation takes."""
    return ITERATION + ITERATION_OF_ENTRY * program.matrix.nnz


def interior_iteration(program: Program) -> float:
    """What an iteration of an interior point method takes."""
    return ITERATION + INTERIOR_ITERATION_OF_ENTRY * program.matrix.nnz


def node_iteration(program: Program) -> float:
    """What an iteration in branch and bound takes, with all that comes with it."""
    return NODE_ITERATION + NODE_ITERATION_OF_ENTRY * program.matrix.nnz


def branching_so_far(program: Program, root_checks: int, node_checks: int) -> int:
    """What branch and bound has taken when it has checked its limits so often, at the root and after it.

    While it runs it tells neither iterations nor seconds of CPU, but it does ask at regular steps whether to
    go on.
    """
    one = ROOT_CHECK + ROOT_CHECK_OF_ENTRY * program.matrix.nnz
    return int(one * (root_checks + NODE_CHECK_SHARE * node_checks))
