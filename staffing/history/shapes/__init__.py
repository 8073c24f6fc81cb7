"""Layouts of sheets, one file each, listed here: each says how well it fits, and makes one table of it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from staffing.history.shapes.flat import Shape

# name → module; the one that fits best is taken
SHAPES: dict[str, str] = {
    "matrix": "staffing.history.shapes.matrix",
    "two-headers": "staffing.history.shapes.two_headers",
    "sections": "staffing.history.shapes.sections",
    "plain": "staffing.history.shapes.plain",
    "headerless": "staffing.history.shapes.headerless",
}


def shape_named(name: str) -> Shape:
    """The shape of that name; imported on first use, as few files need them."""
    return cast("Shape", importlib.import_module(SHAPES[name]).SHAPE)
