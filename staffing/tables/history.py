"""Histories as files of the house format, which read back as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.records.history import History
from staffing.tables.columns import HISTORY
from staffing.tables.write import write_csv


def write_history(target: str | Path, history: History) -> None:
    """The rows with every word that is known of any of them; `-` is standard output."""
    words = {"offered": history.offered, "aht_seconds": history.aht_seconds, **history.measures}
    known = {name for name, column in words.items() if np.isfinite(column).any()} | {"offered"}
    write_csv(
        target,
        {
            "interval_start": history.iso(),
            "queue": history.queue_names,
            **{column.name: words[column.name] for column in HISTORY if column.name in known},
        },
    )
