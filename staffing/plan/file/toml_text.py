"""The TOML of a plan or a mapping, and what of it Python cannot hold."""

from __future__ import annotations

import re
import sys
import tomllib
from typing import Any


def parsed_toml(text: str) -> dict[str, Any]:
    """What the text holds; TOMLDecodeError also for numbers and nesting beyond Python's limits."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # thousands of digits, of which there is no integer
        digits = re.search(rf"[0-9_]{{{sys.get_int_max_str_digits()},}}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 1
        raise tomllib.TOMLDecodeError(f"A number has too many digits (at line {line}, column 1)") from None
    except RecursionError:
        raise tomllib.TOMLDecodeError("Lists or tables are nested too deeply") from None
