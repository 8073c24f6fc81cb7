"""The simulation held to its truths: tables of `simulation.py --truth`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.queueing.model import Traffic
from staffing.queueing.patience_laws import law_code
from staffing.simulation.game import Game
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.incoming import Incoming
from staffing.simulation.measures import service_level
from staffing.simulation.played import Played

REFERENCE = Path(__file__).parent.parent / "tests" / "reference"
SURE = 6e-4  # standard error of a formula's case: a third of the 0.2 points that it may be off


def incoming(traffic: Traffic, seconds: float, target: float) -> Incoming:
    """Intervals of one day with a level rate."""
    count = len(traffic.load)
    return Incoming(
        start=seconds * np.arange(count),
        seconds=seconds,
        traffic=traffic,
        slope=np.zeros(count),
        target_seconds=np.full(count, target),
        day=np.zeros(count, dtype=np.int64),
        day_variation=np.zeros(1),
    )


def table_rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Sixty rows of steady intervals, twelve of each table, that are not too light to be measured."""
    for name in ("erlang_a", "erlang_a_finite_lines", "mgi_patience", "erlang_b", "erlang_c"):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if _is_fit(row)]
        yield from ((name, row) for row in rows[:: max(len(rows) // 12, 1)][:12])


def _is_fit(row: dict[str, str]) -> bool:
    load = float(row["calls"]) * float(row["aht_s"]) / float(row["interval_s"])
    agents = float(row.get("agents") or row["lines"])
    steady = row.get("stable", "1") == "1" and (
        "agents" not in row or agents > 1.05 * load or "patience_s" in row
    )
    return 2 <= load <= 150 and steady


def formulas() -> None:
    """Service level (blocking of Erlang B) against exact values."""
    scores, errors = [], []
    for name, row in table_rows():
        found, error, truth = _steady(name, row)
        scores.append((found - truth) / max(error, 1e-5))
        errors.append(abs(found - truth))
        print(f"{name:24} {row['id']:>4} {truth:9.4f} {found:9.4f} ± {error:.4f}  z {scores[-1]:5.2f}")
    z = np.array(scores)
    inside = int((np.abs(z) <= 3).sum())
    print(f"{len(z)} cases: within 3 standard errors {inside}, rms z {np.sqrt((z**2).mean()):.2f}, ", end="")
    print(f"mean error {100 * np.mean(errors):.3f} points, largest {100 * max(errors):.3f}")


def _steady(name: str, row: dict[str, str]) -> tuple[float, float, float]:
    aht, interval = float(row["aht_s"]), float(row["interval_s"])
    patience = float(row.get("patience_s") or row.get("patience_mean_s") or "inf")
    rate = float(row["calls"]) / interval
    settle = 12 * max(aht, 0.0 if patience == np.inf else patience)
    if name == "erlang_c":
        settle = 30 * aht / (1 - rate * aht / float(row["agents"])) ** 1.5
    lines = float(row.get("lines") or "inf")
    agents = float(row.get("agents") or row["lines"])
    law = law_code(row.get("patience_kind", "exponential"))
    parameter = float(row.get("patience_param") or "nan")
    replications = 400
    # as many contacts as make the error small beside a fifth of a point
    window = max(10 * settle, 1_500_000 / rate / replications)
    traffic = Traffic(np.full(2, rate), aht, patience, lines, patience_law=law, patience_parameter=parameter)
    contacts = Incoming(
        start=np.array([0.0, window]),
        seconds=window,
        traffic=traffic,
        slope=np.zeros(2),
        target_seconds=np.full(2, float(row.get("target_s") or 0.0)),
        day=np.zeros(2, dtype=np.int64),
        day_variation=np.zeros(1),
    )
    game = Game(0, contacts, agents=np.full(2, agents))
    level = service_level(game.play(1, np.arange(replications)), "offered")
    if level.error[1] > SURE:  # a crowded queue forgets slowly
        more = int(replications * min((level.error[1] / SURE) ** 2, 12.0))
        level = service_level(game.play(1, np.arange(more)), "offered")
    truth = 1 - float(row["p_block"]) if name == "erlang_b" else float(row.get("sl_offered") or row["sl"])
    return float(level.level[1]), float(level.error[1]), truth


def systems(folder: Path, name: str) -> list[dict[str, Any]]:
    """The lines of the truth files of a name, such as `timevarying_public.jsonl`."""
    files = sorted(file for file in folder.glob(f"{name}_*.jsonl") if "sizing" not in file.name)
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def game_of(truth: dict[str, Any], leaving: str, intervals: int | None, seconds: float) -> GroupGame:
    """A system of the truth: a day, or so many steady intervals."""
    names, many = [queue["name"] for queue in truth["queues"]], intervals or 1
    scale = 1.0 if intervals is None else seconds / truth["interval_seconds"]
    contacts = tuple(
        incoming(
            Traffic(
                np.tile(np.array(queue["offered"], dtype=np.float64) * scale, many) / seconds,
                queue["aht_seconds"],
                queue["patience_seconds"] or np.inf,
            ),
            seconds,
            queue["target_seconds"],
        )
        for queue in truth["queues"]
    )
    groups = truth["groups"]
    return GroupGame(
        contacts,
        level=np.array([[group["levels"].get(name, 0) for name in names] for group in groups]),
        factor=np.array([[group["aht_factor"].get(name, 1.0) for name in names] for group in groups]),
        agents=np.array([np.tile(np.array(group["agents"], dtype=np.float64), many) for group in groups]),
        leaving=leaving,
    )


def days(folder: Path, replications: int) -> None:
    """Service level by interval, both rules; one queue by the pool, several by routing."""
    scores = []
    for truth in systems(folder, "timevarying"):
        for leaving, results in (("count", "results"), ("named", "results_named")):
            game = game_of(truth, leaving, None, float(truth["interval_seconds"]))
            if len(game.queues) == 1:
                pool = Game(0, game.queues[0], agents=game.agents[0], leaving=leaving)
                plays = [pool.play(1, np.arange(replications))]
            else:
                plays = game.play(1, np.arange(replications))[0]
            z, wrong = _of_day(truth, truth[results]["intervals"], plays)
            scores.append(z)
            print(
                f"{truth['id']:16}{leaving:7} largest |z| {np.abs(z).max():.2f}, "
                f"rms {np.sqrt((z**2).mean()):.2f}, weighted error {100 * wrong:.3f} points",
                flush=True,
            )
    _print_scores("intervals", np.concatenate(scores))


def _of_day(truth: dict[str, Any], intervals: Any, plays: list[Played]) -> tuple[Floats, float]:
    """Standard errors off the truth by queue and interval, and the mean error over the contacts."""
    scores, wrong, contacts = [], 0.0, 0.0
    for queue, played in zip(truth["queues"], plays, strict=True):
        level, offered = service_level(played, "offered"), np.array(queue["offered"])
        rows = [interval["queues"][queue["name"]] for interval in intervals]
        exact, error = (
            np.array([row[name] for row in rows]) for name in ("service_level", "service_level_se")
        )
        scores.append((level.level - exact) / np.maximum(np.hypot(level.error, error), 1e-4))
        wrong += float((offered * np.abs(level.level - exact)).sum())
        contacts += float(offered.sum())
    return np.concatenate(scores), wrong / contacts


def groups(folder: Path, replications: int = 100) -> None:
    """Every queue of every system, steady."""
    all_scores = []
    for truth in systems(folder, "multiskill"):
        game = game_of(truth, "count", 6, 7200.0)
        period, scores = np.minimum(np.arange(6), 1), []
        for queue, played in zip(truth["queues"], game.play(1, np.arange(replications))[0], strict=True):
            level = service_level(played.summed(period, 2), "offered")
            exact = truth["results"]["queues"][queue["name"]]
            error = np.hypot(level.error[1], exact["service_level_se"])
            scores.append((level.level[1] - exact["service_level"]) / error)
        print(f"{truth['id']:28} z {' '.join(f'{score:5.2f}' for score in scores)}", flush=True)
        all_scores += scores
    _print_scores("queues", np.array(all_scores))


def _print_scores(what: str, z: Floats) -> None:
    inside = int((np.abs(z) <= 4).sum())
    print(
        f"{len(z)} {what}: within 4 standard errors {inside}, rms z {np.sqrt((z**2).mean()):.2f}, "
        f"largest {np.abs(z).max():.2f}"
    )
