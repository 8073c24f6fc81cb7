"""How a file looks to who reads it with their eyes: times without an offset, fewer decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from staffing.tables.write import Cells

_OFFSET = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00|(:\d\d))[+-]\d\d:\d\d")


@dataclass(frozen=True)
class Look:
    """`local_times`: `2026-10-19 08:00` for `2026-10-19T08:00:00+01:00`; `decimals` None: all of them.

    Wall times are read back in the plan's zone; where clocks go back, by their order in the file.
    """

    local_times: bool = False
    decimals: int | None = None

    def of(self, columns: Mapping[str, Cells]) -> dict[str, Cells]:
        """The columns with that look."""
        return {name: self._of_column(cells) for name, cells in columns.items()}

    def _of_column(self, cells: Cells) -> Cells:
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "f":
            return cells if self.decimals is None else np.round(cells, self.decimals) + 0.0  # no -0
        is_text = not isinstance(cells, np.ndarray) or cells.dtype.kind == "U"
        return [_wall(str(cell)) for cell in cells] if self.local_times and is_text else cells


AS_STORED = Look()


def _wall(text: str) -> str:
    """A time as a spreadsheet takes it for one; any other text as it is."""
    found = _OFFSET.fullmatch(text)
    return text if found is None else f"{found[1]} {found[2]}{found[3] or ''}"
