"""A roster judged from its files alone: an oracle that shares no code with the package.

Written from the contract of rosters (docs/how-to/roster.md): every hard rule, lunches and breaks against
their windows, the objective in its parts. Times are whole minutes since 1970 in UTC; days are ordinals.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BURDENS = ("early", "late", "night", "weekend")
LAW = (
    "rest_hours",
    "max_consecutive_days",
    "min_consecutive_days",
    "min_consecutive_days_off",
    "max_consecutive_nights",
    "max_hours_per_week",
    "weekends_off",
    "start_tolerance_minutes",
)
Row = dict[str, str]


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def weekdays(text: str) -> set[int]:
    chosen: set[int] = set()
    for part in text.split(","):
        ends = [WEEKDAYS.index(name.strip()) for name in part.split("-")]
        first, last = ends[0], ends[-1]
        chosen.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return chosen


def table(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(stream)]


@dataclass
class Duty:
    """A shift of somebody, from a roster or from the past."""

    day: int
    start: int
    end: int
    pattern: str
    group: str
    paid: float
    rests: dict[str, tuple[int, int]]
    wall: int = 0
    burdens: dict[str, bool] = field(default_factory=dict)
    is_past: bool = False
    is_fixed: bool = False


class SecondChecker:
    """`violations` of hard rules; `parts` of the objective."""

    def __init__(self, folder: Path, roster: Path, shifts: Path | None = None) -> None:
        self.plan = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
        self.rules = self.plan["roster"]
        self.schedule = self.plan["schedule"]
        self.zone = ZoneInfo(self.plan["centre"].get("timezone", "UTC"))
        self.width = self.plan["centre"].get("interval_minutes", 30)
        people = self.plan.get("people", {})
        self.phone = people.get("attendance", 1.0) * people.get("adherence", 1.0)
        self.phone *= 1.0 - people.get("shrinkage", 0.0)
        self.patterns = {one["name"]: one for one in self.schedule["pattern"]}
        self.agents = {row["agent"]: row for row in table(folder / "agents.csv")}
        self.soft = self.rules.get("soft", {})
        if self.rules.get("mode") == "assign":
            usual = {"hours_per_week_min": 2.0, "days_per_week_min": 0.0, "hours_per_period_min": 2.0}
            self.soft = {**usual, **self.soft}
        self.violations: list[str] = []
        self.parts: dict[str, float] = defaultdict(float)
        self._read_need(folder)
        self.rows = defaultdict(list)
        for row in table(folder / self.rules.get("availability", "none")):
            self.rows[row["agent"]].append(self._availability(row))
        self.past: dict[str, list[Duty]] = defaultdict(list)
        self.refused: dict[str, int] = defaultdict(int)
        self._read_past(folder)
        self.duties: dict[str, list[Duty]] = defaultdict(list)
        for row in table(roster):
            self.duties[row["agent"]].append(self._duty(row))
        for name in self.agents:
            self.duties[name].sort(key=lambda duty: duty.start)
            self._judge(name)
        if shifts is None:
            self._price_coverage()
        else:
            self._price_left_over(shifts)

    @property
    def objective(self) -> float:
        return sum(self.parts.values())

    # --- reading

    def moment(self, text: str) -> int:
        when = datetime.fromisoformat(text)
        when = when if when.tzinfo else when.replace(tzinfo=self.zone)
        return int(when.timestamp()) // 60

    def midnight(self, day: int) -> int:
        when = datetime.combine(date.fromordinal(day), datetime.min.time(), self.zone)
        return int(when.timestamp()) // 60

    def local(self, moment: int) -> datetime:
        return datetime.fromtimestamp(moment * 60, UTC).astimezone(self.zone)

    def _read_need(self, folder: Path) -> None:
        groups = {name for row in self.agents.values() for name in (row.get("group") or "all").split("|")}
        self.need: dict[tuple[str, int], float] = defaultdict(float)
        for row in table(folder / "requirement.csv"):
            queue = row.get("queue") or "all"
            group = row.get("group") or (next(iter(groups)) if len(groups) == 1 else queue)
            heads = row.get("scheduled", "")
            wanted = float(heads) * self.phone if heads else float(row["agents"])
            self.need[group, self.moment(row["interval_start"])] += wanted
        moments = sorted(moment for _, moment in self.need)
        self.first_moment = moments[0]
        self.first = self.local(moments[0]).date().toordinal()
        self.last = self.local(moments[-1]).date().toordinal()
        self.week_start = WEEKDAYS.index(self.rules.get("week_starts", "mon"))
        held = (self.last - self.week_of(self.last)) + 1
        if held in {5, 6}:
            self.last += 7 - held
        self.weekend = weekdays(self.rules.get("weekend", "sat-sun"))

    def week_of(self, day: int) -> int:
        return day - (day - 1 - self.week_start) % 7  # ordinal 1 is a Monday

    def _availability(self, row: Row) -> tuple[str, int, int, float, str]:
        start, end = row["start"], row.get("end") or row["start"][:10]
        begins = (
            self.midnight(date.fromisoformat(start).toordinal()) if len(start) == 10 else self.moment(start)
        )
        ends = self.midnight(date.fromisoformat(end).toordinal() + 1) if len(end) == 10 else self.moment(end)
        return row["kind"], begins, ends, float(row.get("weight") or 1), row.get("pattern", "")

    def _duty(self, row: Row) -> Duty:
        names = [key[:-6] for key in row if key.endswith("_start") and row[key]]
        duty = Duty(
            day=date.fromisoformat(row["date"]).toordinal(),
            start=self.moment(row["start"]),
            end=self.moment(row["end"]),
            pattern=row["pattern"],
            group=row.get("group", ""),
            paid=float(row["paid_hours"]),
            rests={
                name: (self.moment(row[f"{name}_start"]), self.moment(row[f"{name}_end"])) for name in names
            },
        )
        begins = self.local(duty.start)
        duty.wall = begins.hour * 60 + begins.minute
        stops = duty.wall + duty.end - duty.start
        opens, closes = map(clock, self.rules.get("night", "23:00-06:00").split("-"))
        dark = [(opens + 1440 * k, closes + 1440 * (k + (closes <= opens))) for k in (-1, 0, 1)]
        inside = sum(max(0, min(stops, b) - max(duty.wall, a)) for a, b in dark)
        night = inside >= self.rules.get("night_minutes", 120)
        duty.burdens = {
            "early": not night and duty.wall < clock(self.rules.get("early_before", "07:00")),
            "late": not night and stops > clock(self.rules.get("late_after", "20:00")),
            "night": night,
            "weekend": (duty.day - 1) % 7 in self.weekend,
        }
        return duty

    def _read_past(self, folder: Path) -> None:
        self.fair_since = self.first - 7 * self.rules.get("fairness_weeks", 12)
        for row in table(folder / self.rules.get("state", "none")):
            day = date.fromisoformat(row["date"]).toordinal()
            if day >= self.first or row["agent"] not in self.agents:
                continue
            if (row.get("kind") or "shift") == "shift":
                duty = self._duty(row)
                duty.is_past = True
                self.past[row["agent"]].append(duty)
            elif row["kind"] == "refused" and day >= self.fair_since:
                self.refused[row["agent"]] += 1

    # --- judging

    def number(self, name: str, key: str) -> float | None:
        cell = self.agents[name].get(key, "")
        if cell:
            return float(cell)
        usual = {"rest_hours": 11, "max_consecutive_days": 6}
        return self.rules.get(key, usual.get(key)) if key in LAW else None

    def broken(self, name: str, day: int, rule: str, amount: float) -> None:
        """A rule broken by an amount: a price where it is soft, a violation else."""
        if amount <= 1e-6:
            return
        if rule in self.soft:
            self.parts[f"soft {rule}"] += self.soft[rule] * amount
        else:
            self.violations.append(f"{name} {date.fromordinal(day)} {rule} {amount:g}")

    def _judge(self, name: str) -> None:
        mine = self.duties[name]
        for duty in mine:
            duty.is_fixed = any(
                row[0] == "fixed" and row[1:3] == (duty.start, duty.end) for row in self.rows[name]
            )
            self._judge_shape(name, duty)
            self._judge_limits(name, duty)
        every = sorted([*self.past[name], *mine], key=lambda duty: duty.start)
        rest = 60 * (self.number(name, "rest_hours") or 0)
        for before, after in pairwise(every):
            if not after.is_past:
                self.broken(name, after.day, "rest_hours", rest - (after.start - before.end))
                self.broken(name, after.day, "one shift a day", float(before.day == after.day))
        self._judge_runs(name, every)
        self._judge_weeks(name, every)
        self._judge_weekends(name, every)
        self._judge_period(name, mine)
        for kind, begins, ends, _, pattern in self.rows[name]:
            day = self.local(begins).date().toordinal()
            if kind == "fixed" and self.first <= day <= self.last:
                worked = any(
                    (duty.start, duty.end) == (begins, ends) and pattern in {"", duty.pattern}
                    for duty in mine
                )
                self.broken(name, day, "fixed", float(not worked))
        self._price(name, mine)

    def _rests(self, pattern: Row) -> dict[str, dict[str, int]]:
        rests = {f"break_{k}": rest for k, rest in enumerate(pattern.get("breaks", []), 1)}
        return rests | ({"lunch": pattern["lunch"]} if "lunch" in pattern else {})

    def _unpaid(self, pattern: Row) -> list[str]:
        return [name for name, rest in self._rests(pattern).items() if not rest.get("paid", name != "lunch")]

    def _judge_shape(self, name: str, duty: Duty) -> None:
        pattern, step = self.patterns[duty.pattern], self.schedule.get("start_every_minutes", 30)
        span = pattern["length_minutes"]
        shortest, longest = (span, span) if isinstance(span, int) else span
        length = duty.end - duty.start
        wrong = [
            not self.first <= duty.day <= self.last,
            self.local(duty.start).date().toordinal() != duty.day,
            not shortest <= length <= longest or (length - shortest) % step,
            (duty.day - 1) % 7 not in weekdays(pattern.get("days", "mon-sun")),
            not clock(pattern.get("earliest_start", "00:00")) <= duty.wall,
            duty.wall > clock(pattern.get("latest_start", "23:59")) or duty.wall % step,
            duty.wall + length > clock(pattern.get("latest_end", "72:00")),
        ]
        rests = self._rests(pattern)
        small = any(
            rest["minutes"] < self.width for p in self.patterns.values() for rest in self._rests(p).values()
        )
        grain = min(15, self.width) if small else self.width
        wrong.append(set(duty.rests) != set(rests))
        for which in set(rests) & set(duty.rests):
            (begins, ends), rest = duty.rests[which], rests[which]
            after = begins - duty.start
            wrong.append(not rest["earliest_minutes"] <= after <= rest["latest_minutes"])
            wrong.append(ends - begins != rest["minutes"] or ends > duty.end)
            wrong.append((begins - self.first_moment) % grain)
        apart = self.schedule.get("min_work_minutes", grain)
        spans = sorted(duty.rests.values())
        wrong += [after[0] - before[1] < apart for before, after in pairwise(spans)]
        paid = length - sum(rests[which]["minutes"] for which in self._unpaid(pattern))
        wrong.append(abs(paid / 60 - duty.paid) > 1e-6)
        self.broken(name, duty.day, "pattern shape", float(sum(map(bool, wrong))))

    def _judge_limits(self, name: str, duty: Duty) -> None:
        row = self.agents[name]
        own = (row.get("patterns") or "|".join(self.patterns)).split("|")
        groups = (row.get("group") or "all").split("|")
        self.broken(name, duty.day, "group", float((duty.group or groups[0]) not in groups))
        if not duty.is_fixed:
            end = duty.wall + duty.end - duty.start
            self.broken(name, duty.day, "patterns", float(duty.pattern not in own))
            on = (duty.day - 1) % 7 in weekdays(row.get("days") or "mon-sun")
            self.broken(name, duty.day, "days", float(not on))
            early = clock(row.get("earliest_start") or "00:00") - duty.wall
            self.broken(name, duty.day, "earliest_start", early)
            self.broken(name, duty.day, "latest_end", end - clock(row.get("latest_end") or "72:00"))
        open_rows = []
        for kind, begins, ends, _, pattern in self.rows[name]:
            meets = begins < duty.end and duty.start < ends and pattern in {"", duty.pattern}
            if kind in {"leave", "unavailable"}:
                self.broken(name, duty.day, kind, float(meets))
            if kind == "available" and self.local(begins).date().toordinal() == duty.day:
                open_rows.append(begins <= duty.start and duty.end <= ends)
        if open_rows and not duty.is_fixed:
            self.broken(name, duty.day, "available", float(not any(open_rows)))

    def _judge_runs(self, name: str, every: list[Duty]) -> None:
        worked = {duty.day for duty in every}
        nights = {duty.day for duty in every if duty.burdens["night"]}
        known = min((day for day in worked if day < self.first), default=self.first)
        on = off = dark = 0
        begun_before = known < self.first
        limits = {key: self.number(name, key) for key in LAW}
        for day in range(known, self.last + 1):
            counts = day >= self.first
            if day in worked:
                least = limits["min_consecutive_days_off"]
                if counts and off and least and (begun_before or off < day - known):
                    self.broken(name, day, "min_consecutive_days_off", least - off)
                on, off = on + 1, 0
                if counts and limits["max_consecutive_days"]:
                    self.broken(name, day, "max_consecutive_days", float(on > limits["max_consecutive_days"]))
            else:
                least = limits["min_consecutive_days"]
                if counts and on and least and (begun_before or on < day - known):
                    self.broken(name, day, "min_consecutive_days", least - on)
                on, off = 0, off + 1
            dark = dark + 1 if day in nights else 0
            if counts and dark and limits["max_consecutive_nights"]:
                self.broken(
                    name, day, "max_consecutive_nights", float(dark > limits["max_consecutive_nights"])
                )

    def _leave(self, name: str, week: int) -> tuple[float, float]:
        """Days and hours that leave counts for."""
        row = self.agents[name]
        on = weekdays(row.get("days") or "mon-sun")
        days = 0
        for day in range(week, week + 7):
            begin, end = self.midnight(day), self.midnight(day + 1)
            days += (day - 1) % 7 in on and any(
                kind == "leave" and a <= begin and end <= b for kind, a, b, _, _ in self.rows[name]
            )
        most_days, most_hours = row.get("days_per_week_max"), row.get("hours_per_week_max")
        if most_days:
            days = min(days, int(float(most_days)))
        hours = float(row.get("leave_day_hours") or 0)
        if not row.get("leave_day_hours") and most_days and most_hours:
            hours = float(most_hours) / float(most_days)
        return days, days * hours

    def _judge_weeks(self, name: str, every: list[Duty]) -> None:
        row = self.agents[name]
        limit = {key: float(row[key]) if row.get(key) else None for key in row if "_per_week_" in key}
        for week in range(self.week_of(self.first), self.last + 1, 7):
            inside = [duty for duty in every if week <= duty.day < week + 7]
            new = [duty for duty in inside if not duty.is_past]
            leave_days, leave_hours = self._leave(name, week)
            hours = sum(duty.paid for duty in inside)
            law = self.number(name, "max_hours_per_week")
            if new and law is not None:
                self.broken(name, week, "max_hours_per_week", hours - law)
            if new and limit.get("hours_per_week_max") is not None:
                self.broken(
                    name, week, "hours_per_week_max", hours + leave_hours - limit["hours_per_week_max"]
                )
            if new and limit.get("days_per_week_max") is not None:
                self.broken(
                    name, week, "days_per_week_max", len(inside) + leave_days - limit["days_per_week_max"]
                )
            if week + 6 <= self.last and (week >= self.first or len(inside) > len(new)):
                least = limit.get("hours_per_week_min") or 0
                self.broken(name, week, "hours_per_week_min", least - hours - leave_hours)
                least = limit.get("days_per_week_min") or 0
                self.broken(name, week, "days_per_week_min", least - len(inside) - leave_days)
            starts = [duty.wall for duty in new if not duty.is_fixed]
            tolerance = self.number(name, "start_tolerance_minutes")
            if starts and tolerance is not None:
                beyond = max(starts) - min(starts) - tolerance
                self.broken(name, week, "start_tolerance_minutes", beyond / 60)

    def _judge_weekends(self, name: str, every: list[Duty]) -> None:
        off = self.number(name, "weekends_off")
        if not off:
            return
        span = self.rules.get("weekends_off_weeks", 4)
        opens = min(day for day in self.weekend if (day - 1) % 7 not in self.weekend)

        def weekend_of(day: int) -> int:
            return day - (day - 1 - opens) % 7

        worked = {weekend_of(duty.day) for duty in every if duty.burdens["weekend"]}
        new = {weekend_of(day) for day in range(self.first, self.last + 1) if (day - 1) % 7 in self.weekend}
        for weekend in new & worked:
            count = sum(weekend - 7 * back in worked for back in range(span))
            self.broken(name, weekend, "weekends_off", count - (span - off))

    def _judge_period(self, name: str, mine: list[Duty]) -> None:
        row = self.agents[name]
        hours = sum(duty.paid for duty in mine)
        if row.get("hours_per_period_max"):
            self.broken(name, self.last, "hours_per_period_max", hours - float(row["hours_per_period_max"]))
        least = float(row.get("hours_per_period_min") or 0)
        self.broken(name, self.last, "hours_per_period_min", least - hours)
        for limit in filter(None, (row.get("max_shifts") or "").split("|")):
            pattern, most = limit.split("=")
            worked = sum(duty.pattern == pattern for duty in mine)
            self.broken(name, self.last, "max_shifts", worked - int(most))

    # --- prices

    def _price(self, name: str, mine: list[Duty]) -> None:
        row = self.agents[name]
        for duty in mine:
            pattern = self.patterns[duty.pattern]
            hours = duty.paid + self._premium(duty)
            cost = pattern.get("cost_per_hour", 1.0) * hours + pattern.get("cost_per_shift", 0.0)
            self.parts["paid"] += float(row.get("cost_factor") or 1) * cost
        for kind, begins, ends, weight, pattern in self.rows[name]:
            if not self.first <= self.local(begins).date().toordinal() <= self.last:
                continue
            those = [duty for duty in mine if pattern in {"", duty.pattern}]
            met = any(duty.start < ends and begins < duty.end for duty in those)
            began = any(begins <= duty.start < ends for duty in those)
            if (kind == "wish-off" and met) or (kind == "wish-work" and not began):
                dearer = 1 + self.rules.get("refused_factor", 0.0) * self.refused[name]
                self.parts["wishes"] += weight * dearer
        longest = max((float(one.get("hours_per_week_max") or 0) for one in self.agents.values()), default=0)
        own = float(row.get("hours_per_week_max") or 0)
        share = own / longest if own and longest else 1.0
        for burden in BURDENS:
            if burden in (row.get("exempt") or "").split("|"):
                continue
            before = sum(duty.burdens[burden] and duty.day >= self.fair_since for duty in self.past[name])
            now = sum(duty.burdens[burden] for duty in mine)
            units = sum(before + nth for nth in range(1, now + 1))
            self.parts["fairness"] += self.rules.get("fairness_cost", 0.0) * units / share

    def _premium(self, duty: Duty) -> float:
        windows = self.schedule.get("premium", [])
        if not windows:
            return 0.0
        unpaid = [duty.rests[which] for which in self._unpaid(self.patterns[duty.pattern])]
        extra = 0.0
        for minute in range(duty.start, duty.end):
            if any(a <= minute < b for a, b in unpaid):
                continue
            when = self.local(minute)
            at = when.hour * 60 + when.minute
            for one in windows:
                a, b = clock(one.get("start", "00:00")), clock(one.get("end", "24:00"))
                on = weekdays(one.get("days", "mon-sun"))
                if when.weekday() in on and a <= at < (b if b > a else 1440):
                    extra += one["extra"] / 60
                if b <= a and (when - timedelta(days=1)).weekday() in on and at < b:
                    extra += one["extra"] / 60
        return extra

    def _price_left_over(self, shifts: Path) -> None:
        rows = table(shifts)
        is_grouped = any(row.get("group") for row in rows)
        places: dict[tuple[object, ...], int] = defaultdict(int)
        for row in rows:
            duty = self._duty({"date": "2000-01-01", "paid_hours": "0", **row})
            places[self._slot(duty, is_grouped)] += int(row["agents"])
        for duties in self.duties.values():
            for duty in duties:
                places[self._slot(duty, is_grouped)] -= 1
        for slot, count in places.items():
            length = (
                slot[3]
                - slot[2]
                - sum(  # type: ignore[operator]
                    self._rests(self.patterns[slot[1]])[which]["minutes"]  # type: ignore[index]
                    for which in self._unpaid(self.patterns[slot[1]])  # type: ignore[index]
                )
            )
            if count < 0:
                self.violations.append(f"{-count} more than given of {slot}")
            self.parts["unfilled"] += self.rules.get("unfilled_cost", 10.0) * length / 60 * max(0, count)

    def _slot(self, duty: Duty, is_grouped: bool) -> tuple[object, ...]:
        group = duty.group if is_grouped else ""
        return group, duty.pattern, duty.start, duty.end, *sorted(duty.rests.items())

    def _price_coverage(self) -> None:
        present: dict[tuple[str, int], float] = defaultdict(float)
        for of_agent in (self.duties, self.past):
            for name, duties in of_agent.items():
                own = min((self.agents[name].get("group") or "all").split("|"))
                for duty in duties:
                    for a, b, sign in [
                        (duty.start, duty.end, 1),
                        *((*rest, -1) for rest in duty.rests.values()),
                    ]:
                        for minute in range(max(a, self.first_moment), b):
                            offset = (minute - self.first_moment) // self.width * self.width
                            present[duty.group or own, self.first_moment + offset] += sign / self.width
        short_price = self.rules.get("understaffing_cost")
        if short_price is None:
            usual = self.schedule.get("understaffing", "forbidden")
            short_price = 10.0 if isinstance(usual, str) else usual
        over_price = self.rules.get("overstaffing_cost", self.schedule.get("overstaffing_cost", 0.0))
        deep_price = self.rules.get("deep_understaffing_cost")
        hours = self.width / 60
        for key, need in self.need.items():
            missing = need - self.phone * present[key]
            self.parts["short"] += short_price * hours * max(0.0, missing)
            self.parts["over"] += over_price * hours * max(0.0, -missing)
            if deep_price is not None:
                deep = max(0.0, missing - self.rules.get("deep_shortage", 0.2) * need)
                self.parts["deep"] += (deep_price - short_price) * hours * deep
