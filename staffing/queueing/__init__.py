"""Queueing theory, without policy: what happens to contacts when so many agents take them.

A model is a file of this folder that ends in `MODEL = ...`, a `QueueModel` (`model.py`), and a line below.
The names are those of `--model` and of the plan's `[service] model`. The registry holds module names
rather than models so that listing the choices imports neither NumPy nor SciPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.queueing.model import QueueModel

MODELS: dict[str, str] = {
    "erlang-a": "erlang_a",
    "erlang-b": "erlang_b",
    "erlang-c": "erlang_c",
}


def load_model(name: str) -> QueueModel:
    """The model of that name; UsageError with the nearest known name for an unknown one."""
    from importlib import import_module

    from staffing.errors import unknown_name

    if name not in MODELS:
        raise unknown_name("queueing model", name, MODELS)
    model: QueueModel = import_module(f"{__name__}.{MODELS[name]}").MODEL
    return model
