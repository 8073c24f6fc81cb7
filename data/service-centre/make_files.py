"""Make the files of an invented service centre by playing six weeks of calls: `python make_files.py`.

Two queues, each with its own agents. Callers come at random by a daily profile, wait in line, give up by an
exponential patience, and take lognormal handle times. In the last week more callers come, two agents in three
go to lunch at the same time, and one agent's after-call work is long: the scorecard should notice. It needs
NumPy only.
"""

import csv
import datetime as dt
import heapq
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FIRST = dt.date(2026, 9, 28)
DAYS = [FIRST + dt.timedelta(days=i) for i in range(42) if (FIRST + dt.timedelta(days=i)).weekday() < 5]
OPEN, CLOSE, WIDTH = 8 * 3600, 18 * 3600, 1800
PROFILE = np.array([14, 20, 26, 30, 32, 32, 30, 28, 26, 26, 27, 28, 28, 26, 24, 22, 20, 17, 13, 9]) * 2.0
QUEUES = {"service": (1.0, 15), "orders": (0.5, 9)}  # share of the profile, agents
PATIENCE, TARGET = 240.0, 20.0
LUNCHES = (11 * 3600, 11.5 * 3600, 12 * 3600, 12.5 * 3600, 13 * 3600, 13.5 * 3600)
NAMES = "Ada Ben Cleo Dana Eli Fay Gus Hana Ivo Jill Kai Lea Max Nora Otto Pia Quin Rosa Sam Tess "
AGENTS = (NAMES + "Udo Vera Wim Zoe").split()
random = np.random.default_rng(20261109)


def played(day: dt.date, share: float, agents: list[str]) -> tuple[list[dict], dict[str, list]]:
    """One day of one queue: rows of half-hours, and each agent's calls (talk, hold, wrap seconds)."""
    last_week = day >= DAYS[-5]
    counts = random.poisson(PROFILE * share * (1.12 if last_week else 1.0))
    arrivals = np.sort(np.concatenate([OPEN + WIDTH * (i + random.random(n)) for i, n in enumerate(counts)]))
    free = [(float(OPEN), name) for name in agents]
    heapq.heapify(free)
    lunch = {name: LUNCHES[2 if last_week and i % 3 else i % 6] for i, name in enumerate(agents)}
    calls: dict[str, list] = {name: [] for name in agents}
    rows = [{"offered": int(n), "waits": [], "left": [], "parts": [], "moved": 0} for n in counts]
    for at in arrivals:
        row = rows[int((at - OPEN) // WIDTH)]
        while True:  # agents whose lunch has begun come back after it
            since, name = heapq.heappop(free)
            if lunch.get(name, 1e9) <= max(since, at):
                heapq.heappush(free, (max(since, lunch.pop(name)) + 1800, name))
                continue
            break
        wait = max(since - at, 0.0)
        patience = random.exponential(PATIENCE)
        if wait > patience:
            heapq.heappush(free, (since, name))
            row["left"].append(patience)
            continue
        slow = 2.4 if name == "Dana" and last_week else 1.0
        talk, wrap = random.lognormal(5.2, 0.6), slow * random.lognormal(3.7, 0.5)
        hold = random.exponential(90) * (random.random() < 0.3)
        heapq.heappush(free, (max(since, at) + talk + hold + wrap, name))
        row["waits"].append(wait)
        row["parts"].append((talk, hold, wrap))
        passed = random.random() < 0.03
        row["moved"] += int(passed)
        calls[name].append((talk, hold, wrap, passed))
    return rows, calls


def history_row(day: dt.date, queue: str, place: int, row: dict) -> dict:
    """The half-hour as an ACD would print it."""
    start = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=OPEN + WIDTH * place)
    waits, left, parts = np.array(row["waits"]), np.array(row["left"]), np.array(row["parts"]).reshape(-1, 3)
    coded = int(random.binomial(len(waits), 0.5))

    def mean(values: np.ndarray) -> str:
        return f"{values.mean():.1f}" if len(values) else ""

    return {
        "interval_start": start.isoformat(timespec="minutes"),
        "queue": queue,
        "offered": row["offered"],
        "answered": len(waits),
        "abandoned": len(left),
        "blocked": int(random.binomial(row["offered"], 0.01)),
        "answered_within_target": int((waits <= TARGET).sum()),
        "abandoned_within_target": int((left <= TARGET).sum()),
        "aht_seconds": mean(parts.sum(axis=1)),
        "talk_seconds": mean(parts[:, 0]),
        "hold_seconds": mean(parts[:, 1]),
        "wrap_seconds": mean(parts[:, 2]),
        "wait_seconds": mean(waits),
        "abandon_wait_seconds": mean(left),
        "queued": int((waits > 0).sum()) + len(left),
        "rings": f"{2 + random.random():.1f}" if len(waits) else "",
        "transferred": row["moved"],
        "system_handled": int(random.binomial(row["offered"], 0.15)),
        "coded": coded,
        "resolved_first": int(random.binomial(coded, 0.86)),
    }


def person_row(day: dt.date, queue: str, name: str, calls: list) -> dict:
    """The agent's day: of those who came a few seconds late, and off the phone now and then."""
    came = bool(calls) and random.random() > 0.04
    scheduled = 9 * 3600
    if not came:
        empty = dict.fromkeys(("signed_in_seconds", "ready_seconds", "adherent_seconds", "answered"), 0)
        return {**base_row(day, queue, name, scheduled), **empty, "present": 0}
    parts = np.array([call[:3] for call in calls])
    adherent = int(scheduled * random.beta(40, 3))
    ready = adherent + int(random.integers(0, 900))
    return {
        **base_row(day, queue, name, scheduled),
        "signed_in_seconds": ready + int(random.integers(600, 2400)),
        "ready_seconds": ready,
        "adherent_seconds": adherent,
        "present": 1,
        "answered": len(calls),
        "talk_seconds": f"{parts[:, 0].mean():.1f}",
        "hold_seconds": f"{parts[:, 1].mean():.1f}",
        "wrap_seconds": f"{parts[:, 2].mean():.1f}",
        "transferred": sum(call[3] for call in calls),
    }


def base_row(day: dt.date, queue: str, name: str, scheduled: int) -> dict:
    return {
        "agent": name,
        "date": day.isoformat(),
        "team": "north" if AGENTS.index(name) % 2 else "south",
        "queue": queue,
        "scheduled_start": f"{day}T08:00",
        "scheduled_end": f"{day}T18:00",
        "scheduled_seconds": scheduled,
    }


def write(name: str, rows: list[dict]) -> None:
    header = max(rows, key=len)
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(header), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


history, people, quality = [], [], []
for day in DAYS:
    first = 0
    for queue, (share, count) in QUEUES.items():
        names = AGENTS[first : first + count]
        first += count
        rows, calls = played(day, share, names)
        history += [history_row(day, queue, place, row) for place, row in enumerate(rows)]
        people += [person_row(day, queue, name, calls[name]) for name in names]
        for name in random.choice(names, 2, replace=False):
            quality.append({"date": day.isoformat(), "agent": name, "score": int(random.integers(70, 99))})
write("history", history)
write("people", people)
write("quality", quality)
months = [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-30")]
costs = [("salaries", 58000), ("telephony", 6200), ("rent", 4100)]
write(
    "costs",
    [
        {"date": first, "last_date": last, "item": item, "amount": amount}
        for first, last in months
        for item, amount in costs
    ],
)
write(
    "leavers",
    [
        {"date": "2026-09-01", "leavers": 0, "headcount": 25},
        {"date": "2026-10-01", "leavers": 1, "headcount": 24},
        {"date": "2026-11-01", "leavers": 0, "headcount": 24},
    ],
)
