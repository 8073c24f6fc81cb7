"""Functions compiled where numba is installed, and as they are where it is not.

A compiled function calls compiled functions of its own file alone. What numba keeps on disk is made anew when
the file of the outer function changes, not when that of an inner one does: after an update of the other file
the old code would still run. So `routing.py` and `crew_routing.py` each have a waiting line of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

IS_FAST = find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """The same function, faster with numba: no other order of floating-point operations, kept on disk."""
    if not IS_FAST:
        return function
    from numba import njit

    return cast(Function, njit(cache=True)(function))


def inlined(function: Function) -> Function:
    """The same for what a compiled function calls often: put into it whole, as tuples are costly to pass."""
    if not IS_FAST:
        return function
    from numba import njit

    return cast(Function, njit(cache=True, inline="always")(function))


def loop_ints(values: Any) -> Any:
    """Whole numbers as compiled loops want them, or as plain Python is fastest with."""
    import numpy as np

    column = np.asarray(values, dtype=np.int64)
    return column if IS_FAST else column.tolist()


def loop_floats(values: Any) -> Any:
    """The same of numbers."""
    import numpy as np

    column = np.asarray(values, dtype=np.float64)
    return np.ascontiguousarray(column) if IS_FAST else column.tolist()
