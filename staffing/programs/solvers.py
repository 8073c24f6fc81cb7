"""The solvers of integer programs that PuLP knows, by the plan's name; and what to do where one is missing.

Relaxations, which prove the bounds, are always HiGHS's (`highs`): PuLP passes its duals on, and what they
prove is computed from them (`solver`). An entry here is a line: the PuLP classes to try, and how to install.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from staffing.programs.silence import silenced

if TYPE_CHECKING:
    from staffing.programs.effort import Effort

HIGHS = "highs"


@dataclass(frozen=True)
class Choice:
    """PuLP's classes for a solver, the first that is available counts, and the line that installs it."""

    classes: tuple[str, ...]
    install: str


SOLVERS = {
    HIGHS: Choice(("HiGHS",), "pip install highspy"),
    "cbc": Choice(("PULP_CBC_CMD", "COIN_CMD"), "pip install 'staffing[cbc]'"),
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
    from staffing.errors import UsageError, unknown_name

    if name not in SOLVERS:
        raise unknown_name("solver", name, SOLVERS)
    if class_of(name) is None:
        others = [other for other in SOLVERS if other != name and class_of(other) is not None]
        raise UsageError(
            f"the solver {name!r} is not installed",
            hint=f"{SOLVERS[name].install}; or use {' or '.join(others)}",
        )


@cache
def class_of(name: str) -> Any:
    """The first of PuLP's classes that can run here; None if none can."""
    pulp: Any = importlib.import_module("pulp")
    classes = (getattr(pulp, one, None) for one in SOLVERS[name].classes)
    with silenced():
        return next((c for c in classes if c is not None and _made(c, msg=False).available()), None)


def command(name: str, effort: Effort, *, is_started: bool) -> Any:
    """PuLP's solver, told how long and how close to search as far as it can be told."""
    found = class_of(name)
    options = {
        "msg": False,
        "threads": 1,
        "timeLimit": max(effort.seconds, 0.05),
        "gapRel": effort.gap,
        "gapAbs": effort.gap_absolute,
        "maxNodes": effort.nodes,
        "warmStart": is_started,
    }
    known = inspect.signature(found.__init__).parameters
    understood = {key: value for key, value in options.items() if key in known and value is not None}
    with silenced():
        return _made(found, **understood)


def _made(found: Any, **options: Any) -> Any:
    """PuLP 3.3 warns of classes that PuLP 4 has under another name: both are tried."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return found(**options)
