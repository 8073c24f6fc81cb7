"""Tables of a web page, which many systems save under the name of a spreadsheet."""

from __future__ import annotations

from html.parser import HTMLParser

Row = tuple[int, list[str]]
_MOST_SPAN = 500  # cells: more is a slip of the page, not a table


class _Tables(HTMLParser):
    """Collects each table's rows with the line they begin on; merged cells stand in their first place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._open: list[list[Row]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._down: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
            self._down = {}
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append((self.getpos()[0], []))
        elif tag in {"td", "th"} and self._open:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self._open[-1]:
            self._open[-1].append((self.getpos()[0], []))
        cells = self._open[-1][-1][1]
        while self._down.get(len(cells), 0) > 0:  # under a cell that reaches down
            self._down[len(cells)] -= 1
            cells.append("")
        self._cell = []
        self._span = _span(attributes.get("colspan"))
        down = _span(attributes.get("rowspan")) - 1
        if down > 0:
            self._down.update(dict.fromkeys(range(len(cells), len(cells) + self._span), down))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).split())
        if self._open and self._open[-1]:
            self._open[-1][-1][1].extend([text, *[""] * (self._span - 1)])
        self._cell = None


def _span(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isascii() and text.isdigit() and int(text) else 1


def html_tables(text: str) -> list[list[Row]]:
    """The rows of each table that has at least two of them."""
    page = _Tables()
    page.feed(text)
    page.close()
    tables = [[row for row in table if any(cell for cell in row[1])] for table in page.tables]
    return [table for table in tables if len(table) > 1]
