"""The solvers of integer programs that PuLP knows, by the plan's name; and what to do where one is missing.

Relaxations, which prove the bounds, are always HiGHS's (`highs`): PuLP passes its duals on, and what they
prove is computed from them (`solver`). An entry here is a line: the PuLP classes to try, and how to install.
"""

from __future__ import annotations

import importlib
import inspect
import math
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from staffing.programs.silence import silenced
from staffing.programs.work import UNIT, handing_over, node_iteration

if TYPE_CHECKING:
    from staffing.programs.effort import Effort
    from staffing.programs.program import Program

HIGHS = "highs"
ITERATIONS_OF_NODE = 30  # of a solver that does not tell: as HiGHS on these programs
PROOF_ITERATIONS = 2_000  # of one that ended with a proof
LEAST_SECONDS = 0.05
CLOCK_SECONDS_OF_UNIT = 3.0  # a wide margin for a busy machine, where a solver knows no other limit


@dataclass(frozen=True)
class Choice:
    """PuLP's classes for a solver, the first that is available counts, and the line that installs it.

    `extra`: that of this package which brings it, in place of a line.
    """

    classes: tuple[str, ...]
    install: str = ""
    extra: str | None = None


SOLVERS = {
    HIGHS: Choice(("HiGHS",), "pip install highspy"),
    "cbc": Choice(("PULP_CBC_CMD", "COIN_CMD"), extra="cbc"),
    "scip": Choice(("SCIP_PY", "SCIP_CMD"), "pip install pyscipopt"),
    "glpk": Choice(("GLPK_CMD",), "install GLPK so that glpsol is on the PATH (apt install glpk-utils)"),
    "gurobi": Choice(("GUROBI", "GUROBI_CMD"), "pip install gurobipy (needs a licence)"),
    "cplex": Choice(("CPLEX_PY", "CPLEX_CMD"), "pip install cplex (needs a licence)"),
    "xpress": Choice(("XPRESS_PY", "XPRESS"), "pip install xpress (needs a licence)"),
    "mosek": Choice(("MOSEK",), "pip install Mosek (needs a licence)"),
    "copt": Choice(("COPT", "COPT_CMD"), "pip install coptpy (needs a licence)"),
}


def require_solver(name: str) -> None:
    """Raise UsageError for an unknown name, and for a solver that is not installed."""
    from staffing.errors import UsageError, install_line, unknown_name

    if name not in SOLVERS:
        raise unknown_name("solver", name, SOLVERS)
    if class_of(name) is None:
        others = [other for other in SOLVERS if other != name and class_of(other) is not None]
        extra, line = SOLVERS[name].extra, SOLVERS[name].install
        raise UsageError(
            f"the solver {name!r} is not installed",
            hint=f"{line if extra is None else install_line(extra)}; or use {' or '.join(others)}",
        )


@cache
def class_of(name: str) -> Any:
    """The first of PuLP's classes that can run here; None if none can."""
    pulp: Any = importlib.import_module("pulp")
    classes = (getattr(pulp, one, None) for one in SOLVERS[name].classes)
    with silenced():
        return next((c for c in classes if c is not None and _made(c, msg=False).available()), None)


def command(name: str, effort: Effort, program: Program, *, is_started: bool) -> Any:
    """PuLP's solver, told how far and how close to search as far as it can be told.

    Its time is limited by the brake alone.
    """
    found = class_of(name)
    options: dict[str, Any] = {
        "msg": False,
        "threads": 1,
        "timeLimit": None if effort.brake is None else max(effort.brake.left, LEAST_SECONDS),
        "gapRel": effort.gap,
        "gapAbs": effort.gap_absolute,
        "maxNodes": nodes_of(effort, program),
        "warmStart": is_started,
    }
    known = inspect.signature(found.__init__).parameters
    if "maxNodes" not in known:  # GLPK: a clock is all it can be told
        seconds = CLOCK_SECONDS_OF_UNIT * effort.work / UNIT
        options["timeLimit"] = max(min(options["timeLimit"] or math.inf, seconds), LEAST_SECONDS)
    understood = {key: value for key, value in options.items() if key in known and value is not None}
    with silenced():
        return _made(found, **understood)


def nodes_of(effort: Effort, program: Program) -> int:
    """How many nodes the work is worth."""
    worth = effort.work / (ITERATIONS_OF_NODE * node_iteration(program))
    return max(int(min(worth, math.inf if effort.nodes is None else effort.nodes)), 1)


def work_of(effort: Effort, program: Program, *, is_proven: bool) -> int:
    """Ticks to charge for a solver that does not tell what it did: all it was given, or those of a proof."""
    proof = handing_over(program) + int(PROOF_ITERATIONS * node_iteration(program))
    return min(proof, effort.work) if is_proven else max(effort.work, handing_over(program))


def _made(found: Any, **options: Any) -> Any:
    """PuLP 3.3 warns of classes that PuLP 4 has under another name: both are tried."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return found(**options)
