"""The columns of every CSV file, in one place: names, order, units, bounds.

Readers check against these, writers take their header from them, and `docs/reference/file-formats.md` is
tested to list exactly them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Column:
    """One column: its name (as in the glossary), what its cells hold, and the bounds of a number.

    `required`: the column must be there; `filled`: its cells must not be empty (empty = unknown). A
    `duration` is seconds, or clock time of at least `clock_parts` parts: 3 for hh:mm:ss, 2 where mm:ss is
    meant too; a plain number counts `plain_seconds`. `unknown` are texts that mean the same as an empty cell.
    `style` is how numbers are written (`numbers.py`); None: with a decimal point and nothing else. `whole`
    are numbers without decimals, and times that are whole local days; `endless` numbers may be infinite. A
    `sparse` column is not written where all of its cells are unknown.
    """

    name: str
    kind: Literal["time", "number", "text", "duration"]
    meaning: str = ""
    required: bool = False
    filled: bool = False
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    clock_parts: int = 3
    plain_seconds: float = 1.0
    unknown: frozenset[str] = frozenset()
    style: str | None = None
    endless: bool = False
    sparse: bool = False


Layout = tuple[Column, ...]

LONGEST_WAIT_SECONDS = 1e9  # thirty years: more is a slip, and laws of patience cannot be fitted to it
MOST_HEADS = 1_000_000  # in one interval: more is a slip, and would fill the memory

# --- words that several files share -----------------------------------------------------------------

INTERVAL_START = Column(
    "interval_start", "time", "start of the interval, ISO 8601; with UTC offset on output", True, True
)
QUEUE = Column("queue", "text", "name of the queue; absent or empty = `all`")
OFFERED = Column("offered", "number", "contacts that reached the queue", required=True, minimum=0)
_DATE = Column("date", "time", "the local day", True, True, whole=True)
AHT = Column(
    "aht_seconds",
    "number",
    "average handle time: talk + hold + after-call work",
    minimum=0,
    maximum=LONGEST_WAIT_SECONDS,
)


def _number(name: str, meaning: str, maximum: float | None = None) -> Column:
    return Column(name, "number", meaning, minimum=0, maximum=maximum)


def _known(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, required=True, filled=True, minimum=0)


def _count(name: str, meaning: str) -> Column:
    return replace(_number(name, meaning), whole=True)


def _measure(name: str, meaning: str, maximum: float | None = None) -> Column:
    return replace(_number(name, meaning, maximum), sparse=True)


def _endless(name: str, meaning: str) -> Column:
    return replace(_number(name, meaning), endless=True)


# --- files ------------------------------------------------------------------------------------------

HISTORY: Layout = (
    INTERVAL_START,
    QUEUE,
    OFFERED,
    _measure("answered", "answered by an agent"),
    _measure("abandoned", "hung up while waiting in the queue"),
    _measure("blocked", "got a busy signal (not in offered)"),
    _measure("answered_within_target", "answered within the service-level threshold"),
    _measure("abandoned_within_target", "abandoned within the service-level threshold"),
    replace(AHT, sparse=True),
    _measure("talk_seconds", "average talk time per answered contact"),
    _measure("hold_seconds", "average hold time per answered contact"),
    _measure("wrap_seconds", "average after-call work per answered contact"),
    _measure("wait_seconds", "average wait of answered contacts"),
    _measure("abandon_wait_seconds", "average wait of abandoned contacts"),
    _measure("service_level", "as your ACD reports it, used to find out its definition", 1),
    _measure("abandoned_short", "abandoned so soon that it is not counted as an attempt (a misdial)"),
    _measure("queued", "contacts that had to wait in the queue, answered or not"),
    _measure("rings", "average rings before an agent or the system answers"),
    _measure("transferred", "transferred by the agent"),
    _measure("system_handled", "solved by the system alone (IVR, bot); not in offered"),
    _measure("coded", "contacts with a resolution code"),
    _measure("resolved_first", "of those, solved without a second contact"),
    _measure("scheduled", "heads actually scheduled; this and the next three columns are for `explain`"),
    _measure("present", "of those, heads who came to work"),
    _measure("on_break", "of those present, on lunch or a break"),
    _measure("agents", "on the phones: taking or ready for contacts"),
)

FORECAST: Layout = (
    INTERVAL_START,
    QUEUE,
    replace(OFFERED, meaning="expected contacts (a decimal)", filled=True),
    _number("offered_p10", "10th percentile of contacts"),
    _number("offered_p90", "90th percentile of contacts"),
    AHT,
)

DAILY: Layout = (
    _DATE,
    QUEUE,
    replace(OFFERED, meaning="expected contacts of the day (a decimal)", filled=True),
    _number("offered_p10", "10th percentile of the day's contacts"),
    _number("offered_p90", "90th percentile of the day's contacts"),
)

BACKTEST: Layout = (
    QUEUE,
    Column("method", "text", "the forecast method", True, True),
    Column(
        "part",
        "text",
        "`all`, `lead`, `time` (of day), `day` (of the week), `total` (the sums of days), `rest` (of the "
        "day), or `updated`: the rest of the day, updated with the contacts so far",
        True,
        True,
    ),
    Column("value", "text", "which of them, such as `days 2-7`, `08:30` or `mon`", True, True),
    Column("intervals", "number", "how many intervals were compared", minimum=0, whole=True),
    _number("offered", "contacts offered in them"),
    _number("wape", "Σ of absolute errors per interval ÷ Σ of contacts"),
    Column("bias", "number", "Σ(forecast − actual) ÷ Σ of contacts"),
    _number("coverage_80", "share of intervals within the 80 % range", 1),
)

DEMAND: Layout = (
    INTERVAL_START,
    QUEUE,
    replace(OFFERED, filled=True),
    AHT,
    _number("offered_p10", "with --uncertainty: 10th percentile of contacts"),
    _number("offered_p90", "with --uncertainty: 90th percentile of contacts"),
    Column("target", "text", "overrides --target for the row, such as 80/20 or none"),
    _number("patience_seconds", "overrides --patience for the row"),
    Column("patience_law", "text", "overrides --patience-law for the row"),
    _number("patience_parameter", "overrides --patience-parameter for the row"),
    _number("lines", "overrides --lines for the row"),
)

STAFFED: Layout = (
    *DEMAND,
    Column("agents", "number", "agents on the phones, fractions allowed", True, True, minimum=0),
)

REQUIREMENT: Layout = (
    INTERVAL_START,
    QUEUE,
    OFFERED,
    AHT,
    _number("load_erlangs", "offered × aht_seconds ÷ interval seconds"),
    _number("agents", "agents on the phones (taking or ready for contacts)"),
    _number("scheduled", "heads on the schedule: agents ÷ (attendance × adherence × (1 − shrinkage))"),
    _number("service_level", "fraction, by the chosen definition", 1),
    _endless("mean_wait_seconds", "predicted mean wait of answered contacts (ASA); `inf` in overload"),
    _number("abandonment", "fraction of offered that abandon", 1),
    _number("occupancy", "busy ÷ agents", 1),
    _number("wait_probability", "fraction of offered that wait because all agents are busy", 1),
    replace(
        _number("blocking", "fraction of offered that get a busy signal; present with lines", 1), sparse=True
    ),
    Column(
        "bound_by",
        "text",
        "the target that one agent fewer would miss: `service_level`, `mean_wait`, `abandonment`, "
        "`occupancy`, `min_agents` or `none`",
    ),
)

LINES: Layout = (
    INTERVAL_START,
    QUEUE,
    OFFERED,
    AHT,
    _number("load_erlangs", "erlangs on the lines: contacts × the time each holds a line"),
    _number("lines", "fewest lines that keep blocking within the target"),
    _number("blocking", "fraction of offered that get a busy signal", 1),
)

SWEEP: Layout = (
    _number("agents", "agents on the phones"),
    _number("service_level", "fraction, by the chosen definition", 1),
    _endless("mean_wait_seconds", "predicted mean wait of answered contacts; `inf` in overload"),
    _number("abandonment", "fraction of offered that abandon", 1),
    _number("occupancy", "busy ÷ agents", 1),
    _number("cost", "agents × interval × cost per hour"),
    _endless("cost_per_point", "cost of one more percentage point of service level, by one more agent"),
)

# What `schedule` reads of a requirement: heads from `scheduled`, else from `agents` and the plan's people.
HEADS: Layout = (
    INTERVAL_START,
    QUEUE,
    _number("offered", "contacts, to predict the service level"),
    AHT,
    _number("agents", "agents on the phones", maximum=MOST_HEADS),
    _number("scheduled", "heads on the schedule", maximum=MOST_HEADS),
)

SHIFTS: Layout = (
    Column(
        "group", "text", "only with `[[group]]`: the group of these people; empty in all rows = anybody's"
    ),
    Column("pattern", "text", "name of the plan's shift pattern", True, True),
    Column("start", "time", "start of the shift", True, True),
    Column("end", "time", "end of the shift", True, True),
    Column("lunch_start", "time", "start of the lunch; empty = none"),
    Column("lunch_end", "time", "end of the lunch"),
    Column("break_1_start", "time", "start of the first break; break_2_…, break_3_… likewise"),
    Column("break_1_end", "time", "end of the first break"),
    Column("agents", "number", "how many people work this shift", True, True, minimum=0, whole=True),
    _number("paid_hours", "hours paid to one of them, unpaid lunch excluded"),
)

SHIFTS_BY_PERSON: Layout = (
    Column(
        "agent", "text", "the person's name; without names the shift's place in its pattern and date", True
    ),
    Column("date", "time", "the local day of the shift's start", True, True, whole=True),
    Column("weekday", "text", "`mon` to `sun`"),
    Column("start", "text", "start of the shift on the wall clock, `08:00`"),
    Column("end", "text", "its end; at or before the start: on the next day"),
    Column("lunch_start", "text", "start of the lunch; empty = none"),
    Column("lunch_end", "text", "end of the lunch"),
    Column("break_1_start", "text", "start of the first break; break_2_…, break_3_… likewise"),
    Column("break_1_end", "text", "end of the first break"),
    Column("group", "text", "the group that it is worked for; `all`: every queue"),
    Column("pattern", "text", "name of the plan's shift pattern"),
    _number("paid_hours", "hours paid, unpaid lunch excluded"),
)

COVERAGE: Layout = (
    INTERVAL_START,
    Column("group", "text", "only with `[[group]]`: the group, a row for each in every interval"),
    _known(
        "required",
        "heads needed, all queues added: the decimal `scheduled` of the requirement; of a group, those it "
        "must have itself, once people of other groups are counted where they stand in for it",
    ),
    _known("scheduled", "heads on shift"),
    _known("on_break", "of those on lunch or a break"),
    _known("working", "scheduled − on_break"),
    replace(
        _number(
            "on_work", "with `[[work]]` alone: of those working, at work that may wait, not on the phones"
        ),
        sparse=True,
    ),
    _number("over", "positive part of working − required"),
    _number("under", "positive part of required − working"),
    _number(
        "service_level",
        "predicted; of several queues the mean over contacts of what each gets with its share of the heads",
        1,
    ),
)

ADJUSTMENTS: Layout = (
    Column("action", "text", "`move` a lunch or break, `overtime`, or `leave` early", True, True),
    Column("pattern", "text", "shift pattern of the people", True, True),
    Column("rest", "text", "which rest moves: `lunch`, `break_1`, …; empty otherwise"),
    Column("agents", "number", "how many people", True, True, minimum=0, whole=True),
    Column(
        "from",
        "time",
        "current start of the rest, empty = it had none; or start of the overtime or absence",
    ),
    Column("to", "time", "new start of the rest; or end of the overtime or absence", True, True),
    Column("agent_hours", "number", "hours added (overtime) or freed (below 0); 0 for a move"),
    _number(
        "service_level_before",
        "service level of the rest of the day with all other rows of this action and the actions above",
        1,
    ),
    _number("service_level_after", "the same with this row too", 1),
    Column(
        "hours_saved",
        "number",
        "agent-hours short that a move saves, weighted as for placing breaks",
    ),
)

CALLS: Layout = (
    Column("wait_seconds", "number", "how long the contact waited", True, True, 0, LONGEST_WAIT_SECONDS),
    Column("outcome", "text", "`abandoned`; anything else counts as answered", True, True),
)

SHRINKAGE: Layout = (
    Column("days", "text", "weekdays, such as `mon-fri` or `tue`; empty = every day"),
    Column("from", "text", "wall-clock time it begins, such as `09:00`; empty = midnight"),
    Column("to", "text", "wall-clock time it ends; empty = midnight"),
    Column("component", "text", "description, for the reader"),
    Column("shrinkage", "number", "share of agents' time lost to it", True, True, minimum=0, maximum=1),
)

PATIENCE_CURVE: Layout = (
    Column("seconds", "number", "time waited, rising from row to row", True, True, minimum=0),
    Column("still_waiting", "number", "share still willing to wait then", True, True, minimum=0, maximum=1),
)

EVENTS: Layout = (
    Column("date", "time", "the (first) day, or the moment it begins, such as 2026-11-23T14:00", True, True),
    Column("last_date", "time", "the last day, or the moment it ends; empty = the one day"),
    Column("name", "text", "what it is"),
    Column(
        "effect",
        "text",
        "a factor such as 1.2 (at most 5), `closed`, `ignore`, or `like 2025-11-28`: its share",
        True,
        True,
    ),
    Column("queue", "text", "the queue it concerns; empty = all"),
)

BACKLOG: Layout = (
    Column("arrived", "time", "when the work came in; empty = not known, then `due` says by when to do it"),
    Column("due", "time", "by when it is to be done; empty = as `[[work]] due` has it, from `arrived` on"),
    Column("contacts", "number", "how many", True, True, minimum=0),
    Column(
        "aht_seconds",
        "number",
        "how long one takes; empty = as the plan says",
        minimum=0,
        maximum=LONGEST_WAIT_SECONDS,
    ),
)

WORK: Layout = (
    INTERVAL_START,
    Column("work", "text", "the kind of work, as `[[work]] name` has it", True, True),
    _known("arrived", "contacts that came in during the interval"),
    _known("done", "contacts done in it, fractions as time goes"),
    _known("backlog", "contacts that are there and not done at its end"),
    _known("due", "contacts that are to be done by its end and not by the end of the one before"),
    _known("late", "contacts not done at its end, though they were due by then"),
    _known("heads", "people at it on average, above those whom live contacts need"),
)

NEW_QUEUES: Layout = (
    Column("queue", "text", "name of the queue that has no history yet", True, True),
    Column("contacts_per_week", "number", "contacts expected in a normal week", True, True, minimum=0),
    Column("like", "text", "queues whose profile it borrows, `sales;support`; empty = all (the 50 busiest)"),
    Column("start", "time", "its first day; empty = the first day of the forecast"),
    Column("ramp", "text", "shares of its first weeks, `0.25;0.5;0.75`, 5 at most; empty = full at once"),
    _number("aht_seconds", "its average handle time; empty = that of the queues it is like"),
    _number("doubt", "standard deviation of the total as a share of it; empty = 0.3", 1),
)

PEOPLE: Layout = (
    Column("agent", "text", "name or number of the agent", True, True),
    _DATE,
    Column("team", "text", "the agent's team"),
    Column("queue", "text", "the queue, where an agent answers only one"),
    Column("scheduled_start", "time", "start of the shift as planned"),
    Column("scheduled_end", "time", "end of the shift as planned"),
    _number("scheduled_seconds", "time scheduled to take contacts, without breaks and meetings"),
    _number("signed_in_seconds", "signed in to the ACD"),
    _number("ready_seconds", "signed in and ready, or handling a contact; whenever that was"),
    _number("adherent_seconds", "the part of `ready_seconds` within the time scheduled to take contacts"),
    _number("idle_seconds", "ready, without a contact; absent = `ready_seconds` less what handling took"),
    replace(_number("present", "1 if the agent came to work, 0 if not", 1), whole=True),
    _number("answered", "contacts answered"),
    _number("talk_seconds", "average talk time per answered contact"),
    _number("hold_seconds", "average hold time per answered contact"),
    _number("wrap_seconds", "average after-call work per answered contact"),
    _number("transferred", "contacts transferred by the agent"),
    Column("lunch_start", "time", "actual start of lunch; for `explain`"),
    Column("lunch_end", "time", "actual end of lunch"),
)

COSTS: Layout = (
    replace(_DATE, meaning="the (first) day the amount is for"),
    Column("last_date", "time", "the last day it is for, such as the month's end; empty = the one day"),
    Column("item", "text", "what it is: salaries, lines, rent, …"),
    Column("amount", "number", "in the centre's currency; a credit is negative", True, True),
)

QUALITY: Layout = (
    replace(_DATE, meaning="the day of the monitored contact"),
    Column("agent", "text", "name or number of the agent", True, True),
    Column("score", "number", "on the centre's own scale", True, True, minimum=0),
)

LEAVERS: Layout = (
    replace(_DATE, meaning="the day, or the first day of the month reported"),
    Column("leavers", "number", "how many left the centre", True, True, minimum=0, whole=True),
    _number(
        "headcount",
        "full-time headcount on that day; a period uses the mean of its rows, else the last row before it",
    ),
)

EXPLANATION: Layout = (
    Column("period", "text", "the interval's start, the local day, or the Monday of the week", True, True),
    QUEUE,
    Column("measure", "text", "`service_level`, `mean_wait_seconds` or `abandonment`", True, True),
    Column("factor", "text", "the cause (see explaining a day), `chance`, or `total`", True, True),
    Column(
        "points", "number", "its effect: percentage points, or seconds of wait; the parts add up to the total"
    ),
    Column("planned", "number", "planned value of the cause's own figure; for `total`, of the measure"),
    Column("actual", "number", "actual value; empty where it is not recorded"),
    _number("typical_points", "standard deviation of `chance`"),
    _number("recorded", "share of the contacts for which the cause is recorded", 1),
)

SCORECARD: Layout = (
    Column("grain", "text", "`half-hour`, `hour`, `day`, `week`, `month`, `quarter` or `year`", True, True),
    Column("period", "text", "such as `2026-W48` or `2026-11`; empty where the metric could not be measured"),
    Column("queue", "text", "the queue; empty = all"),
    Column("team", "text", "the team; empty = all"),
    Column("agent", "text", "the agent; empty = all"),
    Column("metric", "text", "key of the metric", True, True),
    Column("value", "number", "in the metric's unit"),
    Column(
        "unit", "text", "`share`, `seconds`, `contacts`, `rings`, `per hour`, `score` or `money`", True, True
    ),
    Column("count", "number", "the contacts, seconds or people that the value is a share or mean of"),
    Column("aim_low", "number", "least value of the aim"),
    Column("aim_high", "number", "greatest value of the aim"),
    Column(
        "status",
        "text",
        "`met`, `near`, `missed`, `no aim`; of counts `steady` or `changed`; or `missing`",
        True,
        True,
    ),
    Column(
        "previous",
        "number",
        "the previous value; for half-hours, hours and days, that of the same time and weekday",
    ),
    Column("last_year", "number", "the value of the same period a year before"),
    _number(
        "known_share", "how much of the period is known, weighted by the usual contacts of its intervals", 1
    ),
    Column("variant", "text", "which definition, where there are several"),
    Column("needs", "text", "the input and columns that a missing metric needs"),
    Column("causes", "text", "for the periods shown: the likely causes supported by the data"),
)

CAPACITY: Layout = (
    Column("week", "time", "the Monday on which the week begins", True, True, whole=True),
    _number("offered", "contacts expected"),
    _number("head_hours", "scheduled hours they require, without breaks"),
    _number("needed", "heads that provide these hours after breaks and time away"),
    _number("hire", "hires to decide this week: they join after the lead time"),
    _number("joining", "hires that begin work this week"),
    _number("leaving", "heads expected to leave by the next week"),
    _number("heads", "heads at work, trainees included"),
    _number("productive", "their equivalent in fully productive heads"),
    _number("overtime", "overtime, in heads"),
    _number("short", "shortage, in heads"),
)

_VARIANT = Column("variant", "text", "`plan` itself, then each variant by its name", True, True)
WHATIF: Layout = (
    _VARIANT,
    _number("offered", "contacts expected over the horizon"),
    _number("peak_heads", "heads required in the busiest interval"),
    _number("head_hours", "heads required × hours, before shifts"),
    _number("paid_hours", "paid hours of the schedule; empty without `--schedule`"),
    _number("cost", "cost of the schedule, as `staffing plan` counts it"),
    _number("service_level", "call-weighted, of the schedule, or of the requirement without one", 1),
    _number("under_agent_hours", "hours of required heads that the schedule leaves short"),
    Column("more_peak_heads", "number", "heads at the peak more than the plan needs"),
    Column("more_hours", "number", "paid hours, or head hours, more than the plan's"),
    Column("more_hours_share", "number", "the same as a fraction of the plan's"),
    Column("more_cost", "number", "cost above the plan's"),
    Column("more_cost_share", "number", "the same as a fraction of the plan's"),
)

WHATIF_KEPT: Layout = (
    _VARIANT,
    Column("date", "time", "local day; empty: all days together", whole=True),
    _number("offered", "contacts expected"),
    _number("service_level", "call-weighted, of the schedule that is kept", 1),
    _number("under_agent_hours", "hours of required heads that it leaves short"),
)

_PLAYED: Layout = (
    _number("offered", "contacts expected (a decimal)"),
    _number("service_level", "fraction, of all replications together", 1),
    _number("service_level_se", "its standard error"),
    _number("service_level_p10", "10th percentile over the replications: a bad day", 1),
    _number("service_level_p50", "its median", 1),
    _number("service_level_p90", "90th percentile: a good day", 1),
    _number("mean_wait_seconds", "mean wait of answered contacts"),
    _number("abandonment", "fraction of offered that abandon", 1),
    _number("occupancy", "busy ÷ on the phones", 1),
    _number("predicted_service_level", "what the formulas predict", 1),
)

SIMULATION: Layout = (INTERVAL_START, replace(QUEUE, meaning="the queue; `all`: all contacts"), *_PLAYED)

SIMULATION_DAYS: Layout = (
    _DATE,
    replace(QUEUE, meaning="the queue; `all`: all contacts"),
    *_PLAYED,
    _number("probability", "share of replications in which the day makes its target", 1),
)

STAFF: Layout = (
    INTERVAL_START,
    replace(QUEUE, meaning="the queue that they answer; absent or empty = `all`"),
    Column("group", "text", "instead of a queue: a group of the plan of `--rules`"),
    Column("agents", "number", "agents on the phones, fractions allowed", True, True, minimum=0),
)

GROUPS: Layout = (
    INTERVAL_START,
    Column("group", "text", "the group of the plan", required=True),
    Column("agents", "number", "agents on the phones", True, True, minimum=0),
    _number("scheduled", "heads to schedule so that they are on the phones (a decimal)"),
)

SERVICE: Layout = (
    INTERVAL_START,
    QUEUE,
    OFFERED,
    _number("service_level", "fraction answered within the target", 1),
    _measure("service_level_se", "its standard error; columns `_se` are absent where nothing was simulated"),
    _endless("mean_wait_seconds", "mean wait of answered contacts; `inf` where nobody is answered"),
    _measure("mean_wait_seconds_se", "its standard error"),
    _number("abandonment", "fraction of offered that abandon", 1),
    _measure("abandonment_se", "its standard error"),
)

# --- rosters ------------------------------------------------------------------------------------------

_AGENT = Column("agent", "text", "the person's name", True, True)
_OWN = " (empty: the plan's)"

AGENTS: Layout = (
    _AGENT,
    Column("group", "text", "whose requirement the person serves; several with `|`; empty = `all`"),
    Column("patterns", "text", "names of the shift patterns that the person works, with `|`; empty = all"),
    _number("hours_per_week_min", "fewest paid hours of a week, leave credited"),
    _number("hours_per_week_max", "most paid hours of a week, leave credited"),
    _number("days_per_week_min", "fewest days of a week with a shift, leave credited", 7),
    _number("days_per_week_max", "most days of a week with a shift, leave credited", 7),
    _number("hours_per_period_min", "fewest paid hours of the whole period, without credit for leave"),
    _number("hours_per_period_max", "most paid hours of the whole period"),
    Column("max_shifts", "text", "most shifts of a pattern in the period, as `night=4`; several with `|`"),
    Column("earliest_start", "text", "wall clock before which no shift starts, such as `08:00`"),
    Column("latest_end", "text", "wall clock after which no shift ends; may exceed 24:00"),
    Column("days", "text", "weekdays on which a shift may start, such as `mon-fri`; empty = all"),
    _number("cost_factor", "multiplies what the shifts cost; empty = 1"),
    _number(
        "leave_day_hours", "hours that a day of leave counts for; empty = the most hours ÷ the most days"
    ),
    Column(
        "exempt",
        "text",
        "burdens that are the person's own choice: `early`, `late`, `night`, `weekend`, with `|`",
    ),
    _number("rest_hours", "hours between the end of a shift and the next start" + _OWN),
    _number("max_consecutive_days", "most dates in a row with a shift" + _OWN, 366),
    _number("min_consecutive_days", "fewest dates in a row with a shift" + _OWN, 366),
    _number("min_consecutive_days_off", "fewest dates in a row without" + _OWN, 366),
    _number("max_consecutive_nights", "most dates in a row with a night shift" + _OWN, 366),
    _number("max_hours_per_week", "the law's most hours worked in a week" + _OWN),
    _number("weekends_off", "weekends off of any `weekends_off_weeks` in a row" + _OWN),
    _number("start_tolerance_minutes", "how far apart the starts of a week may lie" + _OWN),
)

AVAILABILITY: Layout = (
    _AGENT,
    Column("start", "text", "from when: a date (its local midnight) or a time", True, True),
    Column("end", "text", "until when: a date (its end) or a time; empty = the end of the start's day"),
    Column(
        "kind",
        "text",
        "`leave`, `unavailable`, `available`, `fixed`, `wish-off` or `wish-work`",
        True,
        True,
    ),
    _number("weight", "cost of refusing a wish; empty = 1"),
    Column("pattern", "text", "the pattern whose shifts the row speaks of; empty = any"),
)

ROSTER_STATE: Layout = (
    _AGENT,
    replace(_DATE, meaning="the local day of the shift's start, or of the wish"),
    Column("kind", "text", "`shift` (also empty): worked; `granted`, `refused`: what became of a wish"),
    Column("start", "time", "start of the shift"),
    Column("end", "time", "end of the shift"),
    Column("pattern", "text", "name of the shift pattern"),
    _number("paid_hours", "hours paid, unpaid lunch excluded"),
    Column("group", "text", "the group that the shift was worked for"),
    Column("lunch_start", "time", "start of the lunch; empty = none, or not known"),
    Column("lunch_end", "time", "end of the lunch"),
    Column("break_1_start", "time", "start of the first break; break_2_…, break_3_… likewise"),
    Column("break_1_end", "time", "end of the first break"),
)

ROSTER: Layout = (
    _AGENT,
    Column("group", "text", "the group that the shift is worked for"),
    replace(_DATE, meaning="the local day of the shift's start"),
    Column("pattern", "text", "name of the plan's shift pattern", True, True),
    Column("start", "time", "start of the shift", True, True),
    Column("end", "time", "end of the shift", True, True),
    Column("lunch_start", "time", "start of the lunch; empty = none"),
    Column("lunch_end", "time", "end of the lunch"),
    Column("break_1_start", "time", "start of the first break; break_2_…, break_3_… likewise"),
    Column("break_1_end", "time", "end of the first break"),
    _number("paid_hours", "hours paid, unpaid lunch excluded"),
)

ROSTER_AGENTS: Layout = (
    _AGENT,
    Column("group", "text", "the person's groups, with `|`"),
    _count("shifts", "shifts of the period"),
    _number("paid_hours", "hours paid in the period"),
    _number("leave_hours", "hours of leave credited in the period"),
    _count("early", "early shifts of the period"),
    _count("late", "late shifts"),
    _count("night", "night shifts"),
    _count("weekend", "shifts on weekends"),
    _count("early_window", "the same in the window of fairness, the period included"),
    _count("late_window", "late shifts in the window"),
    _count("night_window", "night shifts in the window"),
    _count("weekend_window", "shifts on weekends in the window"),
    _count("wishes", "wishes that begin in the period"),
    _count("granted", "of those, granted"),
    _count("weekends_off", "weekends of the period without a shift"),
    _count("longest_run", "most dates in a row with a shift, the past included"),
    _number("shortest_rest_hours", "between two shifts; empty with fewer than two"),
    _count("changed", "dates that differ from the roster given with --keep"),
)

ROSTER_COVERAGE: Layout = (
    INTERVAL_START,
    Column("group", "text", "the group"),
    _number("required", "heads needed: the decimal `scheduled` of the requirement"),
    _number("scheduled", "heads on shift"),
    _number("on_break", "of those on lunch or a break"),
    _number("working", "scheduled − on_break"),
    _number("over", "positive part of working − required"),
    _number("under", "positive part of required − working"),
)

UNFILLED: Layout = (
    Column("group", "text", "the group"),
    replace(_DATE, meaning="the local day"),
    Column("start", "time", "start of the stretch that is short, or of the shift left over", True, True),
    Column("end", "time", "its end", True, True),
    Column("pattern", "text", "the shift's pattern; empty for a stretch"),
    _number("agents", "heads missing: the most of the stretch; 1 for a shift"),
    _number("agent_hours", "hours missing, of heads"),
    Column(
        "bound_by",
        "text",
        "of the 20 largest: by what people of the group are kept from it, and how many by each, such as "
        "`days_per_week_max 7, rest_hours 2`; `at work that day`: at other hours; `could, at a cost`: it is "
        "lawful, and costs more than what is short",
    ),
    Column("would_fill", "text", "of the same: how many more people would fill it, like whom"),
)

EXCEPTIONS: Layout = (
    _AGENT,
    replace(_DATE, meaning="the local day"),
    Column("rule", "text", "the soft rule that is broken, or the wish", True, True),
    _number("amount", "how much of it"),
    Column("unit", "text", "in what"),
    _number("cost", "what that costs in the objective"),
    Column("reason", "text", "in words"),
)

STAND_INS: Layout = (
    Column("absent", "text", "who does not come", True, True),
    replace(_DATE, meaning="the local day of the shift's start"),
    Column("group", "text", "the group that the shift is for"),
    Column("pattern", "text", "its pattern", True, True),
    Column("start", "time", "start of the shift", True, True),
    Column("end", "time", "its end", True, True),
    _count("rank", "1 = the best; empty: the person cannot work it"),
    Column("agent", "text", "who could stand in", True, True),
    Column("now", "text", "what the person has on that date: a shift, which then nobody works, or `off`"),
    Column("cost", "number", "what the objective grows by; below 0 where standing in is worth it"),
    Column("fairness", "number", "the part of it that burdens make"),
    _number("week_hours", "paid hours of the person's week then"),
    _count("early_window", "early shifts in the window of fairness then"),
    _count("late_window", "late shifts"),
    _count("night_window", "night shifts"),
    _count("weekend_window", "shifts on weekends"),
    Column("rule", "text", "the first hard rule in the way; empty: none"),
    Column("reason", "text", "all hard rules in the way, with their figures"),
)

LEAVE_REQUESTS: Layout = (
    _AGENT,
    replace(_DATE, name="start", meaning="the first day away"),
    Column("end", "time", "the last day away; empty = the first", whole=True),
    Column("group", "text", "the person's group; needed where a run has several and no roster"),
    Column("requested", "time", "when the request came in; those without come last, in file order"),
    _number("had", "days of leave had before, this year or since the last round: for `--order fairness`"),
)

LEAVE_ROOM: Layout = (
    _DATE,
    Column("group", "text", "the group"),
    _count("on_shift", "people whose shift starts on the day"),
    _count("may_be_away", "of those may be away with no head short that was not"),
    _number("next_short_hours", "head-hours short with one more away; empty: nobody more is there"),
    _number("next_cost", "what that costs, at the plan's price of understaffing on the phones"),
    _count("granted", "people granted leave from a shift of the day"),
)

LEAVE_ANSWERS: Layout = (
    _AGENT,
    Column("group", "text", "the group that the person is missed in"),
    replace(_DATE, name="start", meaning="the first day away"),
    replace(_DATE, name="end", meaning="the last day away"),
    Column("requested", "time", "when the request came in"),
    _count("days", "days on which the person would have worked; without a roster all that have shifts"),
    Column("answer", "text", "`granted` or `refused`", True, True),
    _number("cost", "what it costs to be without the person on these days, with all granted before away"),
    Column("reason", "text", "of a refusal: the worst day, its hours short, and their cost"),
)

LAYOUTS: dict[str, Layout] = {
    "history": HISTORY,
    "forecast": FORECAST,
    "daily": DAILY,
    "backtest": BACKTEST,
    "demand": DEMAND,
    "staffed": STAFFED,
    "heads": HEADS,
    "requirement": REQUIREMENT,
    "lines": LINES,
    "sweep": SWEEP,
    "shifts": SHIFTS,
    "shifts-by-person": SHIFTS_BY_PERSON,
    "coverage": COVERAGE,
    "adjustments": ADJUSTMENTS,
    "calls": CALLS,
    "shrinkage": SHRINKAGE,
    "patience-curve": PATIENCE_CURVE,
    "events": EVENTS,
    "backlog": BACKLOG,
    "work": WORK,
    "new-queues": NEW_QUEUES,
    "people": PEOPLE,
    "costs": COSTS,
    "quality": QUALITY,
    "leavers": LEAVERS,
    "explanation": EXPLANATION,
    "scorecard": SCORECARD,
    "capacity": CAPACITY,
    "whatif": WHATIF,
    "whatif-kept": WHATIF_KEPT,
    "simulation": SIMULATION,
    "simulation-days": SIMULATION_DAYS,
    "staff": STAFF,
    "groups": GROUPS,
    "service": SERVICE,
    "agents": AGENTS,
    "availability": AVAILABILITY,
    "state": ROSTER_STATE,
    "roster": ROSTER,
    "roster-agents": ROSTER_AGENTS,
    "roster-coverage": ROSTER_COVERAGE,
    "unfilled": UNFILLED,
    "exceptions": EXCEPTIONS,
    "stand-ins": STAND_INS,
    "leave-requests": LEAVE_REQUESTS,
    "leave-room": LEAVE_ROOM,
    "leave-answers": LEAVE_ANSWERS,
}
