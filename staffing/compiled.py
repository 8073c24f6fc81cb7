"""Functions compiled where numba is installed, and as they are where it is not."""

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
