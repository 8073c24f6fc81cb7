"""Backtest files: how each method would have forecast a history."""

from __future__ import annotations

from pathlib import Path

from staffing.records.forecast import Accuracy
from staffing.tables.columns import BACKTEST
from staffing.tables.write import write_csv


def write_accuracy(target: str | Path, accuracy: Accuracy) -> None:
    """Write a backtest; `-` is standard output."""
    write_csv(target, {column.name: getattr(accuracy, column.name) for column in BACKTEST})
