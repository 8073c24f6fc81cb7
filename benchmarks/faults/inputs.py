"""The good files that are damaged, small ones of every kind, and the commands that read each."""

from __future__ import annotations

from centre import history
from plans import GROUPS, PLAN, TEAM

RUN, PRIOR = "runs/2026-11-23", "runs/2026-11-20"
PLANS = ("plan.toml", "team.toml", "groups.toml")  # by which people are planned, rostered, and shared
_AGENTS = """agent,group,patterns,hours_per_week_min,hours_per_week_max,days_per_week_max,days,exempt,\
rest_hours
Ann,desk,full,16,40,5,mon-fri,,11
Boris,desk,full|half,16,40,5,mon-sat,,12
Çiğdem,desk,half,8,20,5,,,
Dan,line,night,16,40,5,,weekend,
Eva,line,night|half,16,40,5,,,10
"""
_AVAILABILITY = """agent,start,end,kind,weight
Ann,2026-11-25,2026-11-26,leave,
Boris,2026-11-24T08:00,2026-11-24T13:00,available,
Çiğdem,2026-11-26T08:00,2026-11-26T12:00,fixed,
Eva,2026-11-28,2026-11-30,wish-off,2
"""
_STATE = """agent,date,kind,start,end,pattern,paid_hours
Ann,2026-11-20,shift,2026-11-20T08:00,2026-11-20T16:30,full,8
Dan,2026-11-21,shift,2026-11-21T22:00,2026-11-22T06:00,night,8
Dan,2026-11-22,shift,2026-11-22T22:00,2026-11-23T06:00,night,8
"""


def _need() -> str:
    """A week of a desk by day and a line by night."""
    rows = ["interval_start,group,agents"]
    for day in range(23, 30):
        rows += [
            f"2026-11-{day}T{hour:02d}:{half},desk,1.5" for hour in range(9, 17) for half in ("00", "30")
        ]
        rows += [f"2026-11-{day}T{hour:02d}:{half},line,0.8" for hour in (22, 23) for half in ("00", "30")]
    return "\n".join([*rows, ""])


INPUTS = {
    "plan.toml": PLAN,
    "team.toml": TEAM,
    "agents.csv": _AGENTS,
    "availability.csv": _AVAILABILITY,
    "state.csv": _STATE,
    "need.csv": _need(),
    "groups.toml": GROUPS,
    "mixed.csv": "interval_start,queue,offered,aht_seconds\n"
    "2026-11-23T08:00,billing,9,240\n2026-11-23T08:00,technical,5,300\n2026-11-23T08:30,billing,12,250\n"
    "2026-11-23T08:30,technical,4,310\n",
    "staff.csv": "interval_start,group,agents\n2026-11-23T08:00,billing,2\n2026-11-23T08:00,both,2.5\n"
    "2026-11-23T08:30,billing,1\n2026-11-23T08:30,both,2\n",
    "heads.csv": "interval_start,queue,agents\n2026-11-23T08:00,billing,2\n2026-11-23T08:00,technical,2\n"
    "2026-11-23T08:30,billing,3\n2026-11-23T08:30,technical,1\n",
    "handled.csv": "wait_seconds,outcome,handle_seconds\n"
    + "".join(f"5,answered,{100 + 7 * n}\n" for n in range(40)),
    "history.csv": history(1).replace("çağrı", "all"),
    "events.csv": "date,end,name,effect,queue\n2026-10-12,,Columbus Day,ignore,\n"
    "2026-11-24,2026-11-24,sale,1.2,all\n2026-11-25,,training,like 2026-11-18,\n",
    "new.csv": "queue,contacts_per_week,like,aht_seconds\nchat,500,all,300\n",
    "curve.csv": "seconds,still_waiting\n0,0.98\n30,0.8\n120,0.4\n600,0.05\n",
    "losses.csv": "days,start,end,shrinkage\nmon-fri,08:00,12:00,0.1\nmon,10:00,11:00,0.2\n",
    "map.toml": 'dates = "mdy"\n[columns]\ninterval_start = ["Day", "Time"]\noffered = "Calls In"\n'
    'aht_seconds = { column = "Talk", unit = "mm:ss", total = false }\n[outcomes]\nVoicemail = "abandoned"\n',
    "export.csv": "Day,Time,Calls In,Talk\n" + "".join(
        f"11/{day}/2026,{hour}:00 AM,{hour + day},4:{day}\n" for day in range(16, 21) for hour in range(8, 12)
    ),
    "calls.csv": "wait_seconds,outcome\n"
    + "".join(f"{n % 70},{('answered', 'abandoned')[n % 3 == 0]}\n" for n in range(90)),
}  # fmt: skip

_ROSTER = "roster need.csv --rules team.toml --effort low --out o"
_OF_GROUPS = (
    "size mixed.csv --rules groups.toml --out o",
    "evaluate mixed.csv --staff staff.csv --rules groups.toml --out o",
    "simulate --demand mixed.csv --staff staff.csv --rules groups.toml --replications 5 --out o",
)
_OF_QUEUES = "simulate --demand mixed.csv --staff heads.csv --replications 5 --out o"
READ = {
    "plan.toml": (
        "plan plan.toml --out out --as-of 2026-11-23",
        "size forecast.csv --rules plan.toml --out o",
        "evaluate requirement.csv --rules plan.toml --out o",
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        "schedule requirement.csv --rules plan.toml --out s",
        "capacity plan.toml --weeks 4 --out o",
        "whatif plan.toml --volume +10% --days 1 --out o",
        "scorecard history.csv --plan plan.toml --out o",
        "size forecast.csv --rules plan.toml --model erlang-a --out o",
        f"explain {RUN} actuals.csv --rules plan.toml --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --rules plan.toml --out o",
        "drift runs actuals.csv --rules plan.toml --out o",
        f"simulate {RUN} --rules plan.toml --replications 5 --out o",
    ),
    "team.toml": (
        _ROSTER,
        f"{_ROSTER} --keep roster.csv --absent Ann:2026-11-24",
        "schedule need.csv --rules team.toml --effort low --out s",
    ),
    **dict.fromkeys(("agents.csv", "availability.csv", "state.csv", "need.csv"), (_ROSTER,)),
    "roster.csv": (f"{_ROSTER} --keep roster.csv --absent Ann:2026-11-24",),
    "groups.toml": _OF_GROUPS,
    "mixed.csv": _OF_GROUPS,
    "staff.csv": _OF_GROUPS[1:],
    "heads.csv": (_OF_QUEUES,),
    "handled.csv": (f"simulate {RUN} --handle-times measured:handled.csv --replications 5 --out o",),
    "history.csv": (
        "forecast history.csv --days 2 --method mean-of-weeks --timezone America/New_York --out o",
        "inspect history.csv --timezone America/New_York",
        "scorecard history.csv --out o",
        "read history.csv --out o",
        "init drawn --from history.csv --timezone America/New_York",
    ),
    "events.csv": (
        "forecast history.csv --days 3 --method mean-of-weeks --events events.csv --out o",
        "backtest history.csv --days 1 --method seasonal-naive --events events.csv --out o",
    ),
    "new.csv": ("forecast history.csv --days 2 --method mean-of-weeks --new-queues new.csv --out o",),
    "curve.csv": ("size forecast.csv --patience-curve curve.csv --out o",),
    "losses.csv": ("size forecast.csv --shrinkage losses.csv --out o",),
    "map.toml": ("read export.csv --map map.toml --out o",),
    "export.csv": ("read export.csv --map map.toml --out o", "read export.csv --out o"),
    "calls.csv": ("patience calls.csv --calls --curve o",),
    "forecast.csv": ("size forecast.csv --out o", "lines forecast.csv --out o"),
    "requirement.csv": (
        "evaluate requirement.csv --out o",
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        "schedule requirement.csv --rules plan.toml --out s",
    ),
    "shifts.csv": (
        "breaks shifts.csv requirement.csv --rules plan.toml --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --shifts shifts.csv --out o",
    ),
    "actuals.csv": (
        f"explain {RUN} actuals.csv --out o",
        "drift runs actuals.csv --out o",
        f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --out o",
    ),
    "people.csv": (
        "scorecard served.csv --people people.csv --out o",
        f"explain {RUN} actuals.csv --people people.csv --out o",
    ),
    "costs.csv": ("scorecard served.csv --costs costs.csv --out o",),
    "quality.csv": ("scorecard served.csv --quality quality.csv --out o",),
    "leavers.csv": ("scorecard served.csv --leavers leavers.csv --out o",),
    "book.xlsx": ("read book.xlsx --out o",),
    "plans.db": (
        "explain sqlite:///plans.db actuals.csv --out o",
        "drift sqlite:///plans.db actuals.csv --out o",
    ),
}  # fmt: skip
_OF_A_RUN = (
    f"explain {RUN} actuals.csv --out o",
    f"adjust {RUN} --actuals actuals.csv --now 2026-11-23T11:00 --out o",
    "drift runs actuals.csv --out o",
    f"simulate {RUN} --replications 5 --out o",
    "runs runs",
    f"diff {PRIOR} {RUN}",
    f"whatif plan.toml --keep {RUN} --volume +10% --out o",
    f"scorecard served.csv --plan {RUN} --out o",
)
READ |= {
    f"{RUN}/{name}": _OF_A_RUN
    for name in ("run.json", "summary.json", "forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv")
}
