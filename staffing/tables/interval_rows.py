"""Which interval of which queue each row of a file is: what demand, needs and requirements begin with."""

from __future__ import annotations

from staffing.records.columns import ALL_QUEUES, IntervalRows
from staffing.tables.table import Table


def interval_rows(table: Table, interval_minutes: int) -> IntervalRows:
    """The rows by `interval_start` and `queue` (absent: one queue, `all`), times in the zone of the table.

    Bad times become problems of the table, for the caller to raise with its own.
    """
    queue, queues = table.codes("queue", ALL_QUEUES)
    utc, offset = table.moments("interval_start", queue)
    return IntervalRows(
        interval_start=utc,
        utc_offset_minutes=offset,
        queue=queue,
        queues=queues,
        interval_minutes=interval_minutes,
        timezone=table.zone.name,
    )
