"""Rows that are none of a table's own: totals, which are sums of others, remarks, and its header again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from staffing.history.headers.lexicon import is_total
from staffing.tables.cut import Cut
from staffing.tables.rows import Row, Rows, Sifted

TOTALS = frozenset({"total", "totals", "grand total", "summary"})

_MOST_OF_REMARK = 2  # cells that a line about the report fills


def is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header once more, as where files were put behind each other."""
    if cells[0].strip() != header[0] and header[0]:
        return False
    return [cell.strip() for cell in cells[: len(header)]] == list(header)


class Footers(Sifted):
    """Leaves out what is no row of the table, and counts it.

    `worded`: the file is of no known format, so totals are called so in any language, remarks are left out,
    and rows may lack the empty cells at their end.
    """

    def __init__(
        self,
        rows: Rows,
        header: Sequence[str],
        whens: Sequence[int],
        is_time: Callable[[str], bool],
        *,
        worded: bool = False,
    ) -> None:
        super().__init__(rows)
        self.header, self.whens, self.is_time, self.worded = list(header), whens, is_time, worded
        self.totals, self.remarks, self.headers = 0, 0, 0

    def keeps(self, cut: Cut) -> bool:
        """Whether no line begins like a total or the header, and none has so few cells as a remark."""
        filled = cut.filled
        if cut.width != len(self.header) or not filled[0] or self.header[0] in cut.text:
            return False
        if self.worded and filled.sum() <= _MOST_OF_REMARK:
            return False
        places = {0, *self.whens} if self.worded else {0}
        return not any(map(self._begins_total, {cell for place in places for cell in set(cut.cells(place))}))

    def sifted(self, rows: Iterable[Row]) -> list[Row]:
        """The rows of the table itself."""
        kept: list[Row] = []
        for line, cells in rows:
            if self._is_total(cells):
                self.totals += 1
            elif is_header(cells, self.header):
                self.headers += 1
            elif not self.worded:
                kept.append((line, cells))
            elif self._is_remark(cells):
                self.remarks += 1
            else:
                kept.append((line, self._of_width(cells)))
        return kept

    def _is_total(self, cells: Sequence[str]) -> bool:
        """By its first cell alone, or by how that begins where no time stands: `Total Care` is a queue.

        Or by what stands for the time, as in `2 March, Daily Total`.
        """
        first = next((cell for cell in cells if cell.strip()), "")
        if not self._begins_total(first):
            in_time = (cells[place] for place in self.whens if place < len(cells))
            return self.worded and any(cell.strip() and self._begins_total(cell) for cell in in_time)
        return first.strip().casefold() in TOTALS or not self.is_time(self._when(cells))

    def _begins_total(self, cell: str) -> bool:
        first = cell.strip().casefold()
        return first.startswith(("total", "grand total", "summary")) or (self.worded and is_total(first))

    def _is_remark(self, cells: Sequence[str]) -> bool:
        there = [cell for cell in cells if cell.strip()]
        return (
            len(there) <= min(_MOST_OF_REMARK, len(self.header) - 1)
            and not any(cells[place].strip() for place in self.whens[1:] if place < len(cells))
            and not self.is_time(self._when(cells))
            and not any(cell.strip().isdecimal() for cell in there)
        )

    def _when(self, cells: Sequence[str]) -> str:
        return " ".join(cells[place] for place in self.whens if place < len(cells))

    def _of_width(self, cells: list[str]) -> list[str]:
        missing = len(self.header) - len(cells)
        if missing > 0:
            return [*cells, *[""] * missing]
        return cells if any(cells[len(self.header) :]) else cells[: len(self.header)]

    @property
    def count(self) -> int:
        """Rows that were left out."""
        return self.totals + self.remarks + self.headers

    def left_out(self) -> list[str]:
        """What was left out."""
        kinds = (
            (self.totals, "rows of totals were left out"),
            (self.remarks, "lines of remarks were left out"),
            (self.headers, "repeated headers were left out"),
        )
        return [f"{self.name}: {count} {what}" for count, what in kinds if count]


class OwnRows(Sifted):
    """Leaves out repeated headers alone, and counts them."""

    def __init__(self, rows: Rows, header: Sequence[str]) -> None:
        super().__init__(rows)
        self.header, self.headers = [cell.strip() for cell in header], 0

    def keeps(self, cut: Cut) -> bool:
        """Whether the first header stands nowhere."""
        return self.header[0] not in cut.text

    def sifted(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that are not the header once more."""
        first, kept = self.header[0], []
        for row in rows:
            if first in row[1][0] and is_header(row[1], self.header):  # asked first: it costs next to nothing
                self.headers += 1
            else:
                kept.append(row)
        return kept

    def left_out(self) -> list[str]:
        """What was left out."""
        return [f"{self.name}: {self.headers} repeated headers were left out"] if self.headers else []
