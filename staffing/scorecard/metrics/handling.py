"""What contacts take and bring: handle time and its parts, transfers, solved at first contact."""

from __future__ import annotations

from staffing.arrays import Floats
from staffing.scorecard.evidence import (
    handle_time_off_forecast,
    most_agents,
    moved,
    new_agents,
    off,
    one_agent,
    overstaffed,
)
from staffing.scorecard.metric import Cause, Metric, fixed
from staffing.scorecard.way import Amount, Way, Words, mean, share, weighted

_PARTS = ("talk_seconds", "hold_seconds", "wrap_seconds")


def parts(*words: str) -> Amount:
    """Seconds spent on the answered contacts; a part that the file does not have is none."""

    def seconds(c: Words) -> Floats:
        known = [weighted(c[word], c["answered"]) for word in words if word in c]
        return sum(known[1:], known[0])

    return seconds


def _by_parts(source: str) -> Way:
    return Way(
        source,
        ("talk_seconds", "wrap_seconds", "answered"),
        parts(*_PARTS),
        lambda c: c["answered"],
        "talk + hold + after-call work",
    )


def _either(word: str, variant: str = "") -> tuple[Way, ...]:
    """From the history; of teams and agents from their days."""
    return (mean(word, "answered", variant=variant), mean(word, "answered", source="people", variant=variant))


METRICS = {
    "handle_time": Metric(
        key="handle_time",
        formula="talk + after-call work, hold counted",
        unit="seconds",
        group="handling",
        reported=("day", "week", "month"),
        ways=fixed(
            mean("aht_seconds", "answered"),
            _by_parts("history"),
            mean("aht_seconds", "offered", variant="weighted by offered: the history has no answered counts"),
            _by_parts("people"),
        ),
        norm="510 s",
        aim=(180, 600),
        causes={
            "high": (
                Cause("longer than forecast", handle_time_off_forecast(+1)),
                Cause("new agents", new_agents("talk_seconds")),
                Cause("a rise may signal overstaffing", overstaffed),
                Cause("training on tools and on call handling"),
            ),
            "low": (
                Cause("shorter than forecast", handle_time_off_forecast(-1)),
                Cause("contacts cut short: unsolved ones come back", off("first_call_resolution", "low")),
            ),
        },
    ),
    "talk_time": Metric(
        key="talk_time",
        formula="mean seconds of conversation",
        unit="seconds",
        group="handling",
        reported=("week", "month"),
        ways=fixed(*_either("talk_seconds")),
        norm="330 s",
        aim=(270, 360),
        causes={
            "high": (
                Cause("one agent", one_agent("talk_seconds")),
                Cause("agents' or callers' behaviour changed"),
                Cause("information hard to reach", off("hold_time", "high")),
                Cause("call mix changed"),
            ),
            "low": (
                Cause("agents' or callers' behaviour changed"),
                Cause("call mix changed"),
            ),
        },
    ),
    "hold_time": Metric(
        key="hold_time",
        formula="mean seconds a caller is put on hold by the agent",
        unit="seconds",
        group="handling",
        reported=("day", "week", "month"),
        ways=fixed(*_either("hold_seconds", "over all answered, held or not")),
        norm="60 s",
        aim=(20, 60),
        better="low",
        causes={
            "high": (
                Cause("one agent lacks training", one_agent("hold_seconds")),
                Cause("agents lack training", new_agents("hold_seconds")),
                Cause("agents cannot reach the information"),
                Cause("agents wait on slow systems"),
                Cause("agents lack authority", off("transfer_rate", "high")),
            )
        },
    ),
    "after_call_work": Metric(
        key="after_call_work",
        formula="mean seconds of work after the call",
        unit="seconds",
        group="handling",
        reported=("day", "week", "month"),
        ways=fixed(*_either("wrap_seconds")),
        norm="60 s",
        aim=(30, 60),
        better="low",
        causes={
            "high": (
                Cause("one agent: coach that agent", one_agent("wrap_seconds")),
                Cause("new hires: expected", new_agents("wrap_seconds")),
                Cause(
                    "the whole centre: training, procedure or technology",
                    most_agents("wrap_seconds", "after_call_work"),
                ),
                Cause("new fields to fill in, needless steps"),
                Cause("desktop or application slow"),
                Cause("notes not taken while talking"),
            )
        },
    ),
    "transfer_rate": Metric(
        key="transfer_rate",
        formula="calls passed on by the agent ÷ calls answered",
        unit="share",
        group="handling",
        reported=("day", "week", "month"),
        ways=fixed(share("transferred", "answered"), share("transferred", "answered", source="people")),
        norm="3%",
        aim=(None, 0.01),
        causes={
            "high": (
                Cause("skills differ and routing ignores it"),
                Cause("callers confused about which number to dial"),
                Cause("blind transfers make the caller explain twice", off("first_call_resolution", "low")),
            )
        },
    ),
    "first_call_resolution": Metric(
        key="first_call_resolution",
        formula="contacts solved with no second contact ÷ contacts",
        unit="share",
        group="handling",
        reported=("day",),
        ways=fixed(
            share("resolved_first", "coded", variant="of the contacts coded"),
            share(
                "resolved_first",
                "answered",
                variant="of answered contacts: the history has no resolution codes",
            ),
        ),
        norm="85%",
        aim=(0.85, 1.0),
        better="high",
        causes={
            "low": (
                Cause("agents cannot reach the information", off("hold_time", "high")),
                Cause("agents lack the right to decide", off("transfer_rate", "high")),
                Cause("repeat calls come back as volume", moved("total_calls", +1)),
                Cause("training"),
            )
        },
    ),
}
