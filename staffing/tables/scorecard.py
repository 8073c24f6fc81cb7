"""Scorecards as CSV: a row per metric, period and member; and the scores in front for JSON."""

from __future__ import annotations

import math
from typing import Any

from staffing.records.scorecard import Scorecard
from staffing.tables.columns import SCORECARD
from staffing.tables.write import Cells


def scorecard_columns(card: Scorecard) -> dict[str, Cells]:
    """Header → cells of all scores, the causes that the data support in the last."""
    causes = [""] * len(card.scores)
    for row, found in card.causes.items():
        causes[row] = "; ".join(cause.cause for cause in found if cause.supported)
    return {column.name: getattr(card.scores, column.name) for column in SCORECARD[:-1]} | {"causes": causes}


def scorecard_summary(card: Scorecard) -> dict[str, Any]:
    """The scores in front with their causes, and what is missing; unknown numbers are None."""
    return {"metrics": [_as_dict(card, row) for row in card.shown], "notes": list(card.notes)}


def _as_dict(card: Scorecard, row: int) -> dict[str, Any]:
    cells = {column.name: getattr(card.scores, column.name)[[row]].tolist()[0] for column in SCORECARD[:-1]}
    known = {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in cells.items()}
    causes = [
        {"cause": cause.cause, "supported": cause.supported, "evidence": cause.evidence}
        for cause in card.causes.get(row, ())
    ]
    return {**known, "causes": causes}
