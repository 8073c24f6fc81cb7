"""Texts of a plan or a command line that name variables of the environment, such as a password's."""

from __future__ import annotations

import os
import re

from staffing.errors import InputError, Problem

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def with_environment(text: str) -> str:
    """The text with each `${NAME}` replaced by that environment variable; InputError where it is not set."""
    missing = [name for name in _VARIABLE.findall(text) if not os.environ.get(name)]
    if missing:
        hint = f"set it where the command runs: export {missing[0]}=…"
        raise InputError(Problem("the environment", f"a variable {missing[0]}", hint))
    return _VARIABLE.sub(lambda found: os.environ[found[1]], text)
