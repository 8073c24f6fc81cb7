"""Workforce planning for contact centres: history → forecast → agents → shifts.

    import staffing as st

    history = st.read_history("export.csv", timezone="America/New_York")
    forecast = st.forecast(history, days=28, holidays="US")
    need = st.size(forecast, st.Service("80/20", patience_seconds=180), st.People(0.95, 0.92))
    schedule = st.schedule(need, [st.Pattern("full", length_minutes=(510, 510))])

Names are imported when they are first used: `import staffing` alone imports no NumPy. See
`docs/reference/api.md`.
"""

from __future__ import annotations

from staffing.version import __version__

TYPE_CHECKING = False  # as of `typing`, whose import takes longer than all else before signals are heeded
if TYPE_CHECKING:
    from staffing.api import evaluate, explain, read_history, read_run, run_plan, schedule, size
    from staffing.errors import StaffingError
    from staffing.forecast.public import forecast
    from staffing.records.people import People
    from staffing.records.service import Service
    from staffing.records.targets import Targets
    from staffing.shifts.pattern import Pattern, Rest
    from staffing.shifts.rules import Rules

__all__ = [
    "Pattern",
    "People",
    "Rest",
    "Rules",
    "Service",
    "StaffingError",
    "Targets",
    "__version__",
    "evaluate",
    "explain",
    "forecast",
    "read_history",
    "read_run",
    "run_plan",
    "schedule",
    "size",
]

_HOMES = {
    "Pattern": "staffing.shifts.pattern",
    "People": "staffing.records.people",
    "Rest": "staffing.shifts.pattern",
    "Rules": "staffing.shifts.rules",
    "Service": "staffing.records.service",
    "StaffingError": "staffing.errors",
    "Targets": "staffing.records.targets",
} | dict.fromkeys(
    ("evaluate", "explain", "read_history", "read_run", "run_plan", "schedule", "size"), "staffing.api"
)

if not TYPE_CHECKING:  # checkers would take any name for one of ours

    def __getattr__(name: str) -> object:
        """The name from its module; `forecast` is the folder, which can be called (see there)."""
        from importlib import import_module

        if name == "forecast":
            return import_module("staffing.forecast")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found = getattr(import_module(_HOMES[name]), name)
        return found


def __dir__() -> list[str]:
    """The public names, for completion in a notebook."""
    return sorted({*globals(), *__all__})
