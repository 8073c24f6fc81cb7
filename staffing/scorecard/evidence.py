"""Tests of likely causes against the data: each says whether they support a cause, with the numbers, or None.

None means that the inputs cannot tell. Differences of less than a twentieth are no support.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffing.arrays import Floats
from staffing.scorecard.facts import InputRows
from staffing.scorecard.period_view import PeriodView, added, by_agent
from staffing.scorecard.way import Side, weighted
from staffing.wording import worded, worded_aim

Evidence = Callable[[PeriodView], tuple[bool, str] | None]
NOTICEABLE = 0.05
NEW_DAYS = 60  # an agent is new in the first sixty days in the file
PEAK_SHARE = 0.1
AT_ONCE = 5.0  # seconds: who gives up so soon has not waited
BURNOUT = 0.9  # occupancy; the usual warning begins at 85 to 90 %


def off(metric: str, side: Side) -> Evidence:
    """Another metric misses its aim on that side in the same period."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        score = view.shown.get(metric)
        if score is None or np.isnan(score.value):
            return None
        aim = worded_aim(score.aim_low, score.aim_high, score.unit)
        said = f"{metric} {worded(score.value, score.unit)}, aim {aim}"
        return score.side == side, said

    return test


def moved(metric: str, direction: int) -> Evidence:
    """A metric has risen (+1) or fallen (−1) since before."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        score = view.shown.get(metric)
        if score is None or not score.previous > 0 or np.isnan(score.value):
            return None
        change = score.value / score.previous - 1
        before = worded(score.previous, score.unit)
        said = f"{metric} {worded(score.value, score.unit)}, {before} before ({change:+.1%})"
        return direction * change > NOTICEABLE, said

    return test


def volume_off_forecast(direction: int) -> Evidence:
    """More (+1) or fewer (−1) contacts came than the run expected of the same intervals."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        pair = view.together("history", "forecast", lambda c: c["offered"])
        if pair is None:
            return None
        came, expected = (float(np.nansum(rows.words["offered"])) for rows in pair[:2])
        return _against("offered", came, expected, direction)

    return test


def handle_time_off_forecast(direction: int) -> Evidence:
    """Contacts took longer (+1) or shorter (−1) than the run expected of the same intervals."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        given = [view.facts.sources[name] for name in ("history", "forecast") if name in view.facts.sources]
        if not all("aht_seconds" in source.words for source in given):
            return None
        pair = view.together("history", "forecast", lambda c: weighted(c["aht_seconds"], c["offered"]))
        if pair is None:
            return None
        took, expected = (_mean(rows.words["aht_seconds"], rows.words["offered"]) for rows in pair[:2])
        return _against("s handle time", took, expected, direction)

    return test


def _against(what: str, came: float, expected: float, direction: int) -> tuple[bool, str] | None:
    if not expected > 0 or np.isnan(came):
        return None
    change = came / expected - 1
    return direction * change > NOTICEABLE, f"{came:,.0f} {what}, {expected:,.0f} forecast ({change:+.1%})"


def _lost(rows: InputRows) -> Floats | None:
    """Contacts not answered in time, row by row; where the file does not tell, not answered at all."""
    word = next((w for w in ("answered_within_target", "answered") if w in rows.words), None)
    return None if word is None else rows.words["offered"] - rows.words[word]


def breaks_at_peaks(view: PeriodView) -> tuple[bool, str] | None:
    """More people were planned on lunch or break when contacts were lost or late than over all contacts."""
    pair = view.together("history", "coverage")
    missed = None if pair is None else _lost(pair[0])
    if pair is None or missed is None:
        return None
    history, coverage, grain = pair
    times, lost = added(history, missed, grain)
    _, came = added(history, np.where(np.isnan(missed), np.nan, history.words["offered"]), grain)
    at, heads = added(coverage, coverage.words["scheduled"], grain)
    _, away = added(coverage, coverage.words["on_break"], grain)
    _, i, j = np.intersect1d(times, at, return_indices=True)
    share = np.where(heads[j] > 0, away[j] / np.maximum(heads[j], 1e-9), np.nan)
    late, usual = _mean(share, lost[i]), _mean(share, came[i])
    if np.isnan(late):
        return None
    said = (
        f"{late:.1%} of the heads had lunch or a break when contacts were lost or late, {usual:.1%} over all"
    )
    return late > (1 + 4 * NOTICEABLE) * usual, said


def short_peaks(view: PeriodView) -> tuple[bool, str] | None:
    """A tenth of the intervals holds more than half of the contacts not answered in time (or at all)."""
    rows = view.rows("history")
    missed = None if rows is None else _lost(rows)
    if rows is None or missed is None:
        return None
    lost = np.sort(np.nan_to_num(missed)[rows.words["offered"] > 0])[::-1]
    if lost.sum() <= 0 or len(lost) < 1 / PEAK_SHARE:
        return None
    share = lost[: round(PEAK_SHARE * len(lost))].sum() / lost.sum()
    kind = "days" if rows.minutes >= 1440 else "intervals"
    return (
        share > 0.5,
        f"the worst tenth of the {kind} holds {share:.0%} of the contacts lost or answered late",
    )


def misdials(view: PeriodView) -> tuple[bool, str] | None:
    """A third and more of those who gave up did so almost at once: told as misdials, or within 5 s."""
    rows = view.rows("history")
    if rows is None or "abandoned" not in rows.words:
        return None
    within = {"abandoned_short": 0.0, "abandoned_within_target": np.inf, **view.facts.within_seconds}
    word = next((w for w in within if w in rows.words and within[w] <= AT_ONCE), None)
    if word is None:
        return None
    known = np.isfinite(rows.words[word]) & np.isfinite(rows.words["abandoned"])
    gave_up = float(rows.words["abandoned"][known].sum())
    if not gave_up > 0:
        return None
    share = float(rows.words[word][known].sum()) / gave_up
    return share > 1 / 3, f"{share:.0%} of those who gave up did so almost at once ({word})"


def overstaffed(view: PeriodView) -> tuple[bool, str] | None:
    """The plan had more people working than it required."""
    rows = view.rows("coverage")
    if rows is None or not np.nansum(rows.words["required"]) > 0:
        return None
    share = float(np.nansum(rows.words["over"]) / np.nansum(rows.words["required"]))
    return share > NOTICEABLE, f"heads planned beyond need: {share:.1%} of those required"


def understaffed(view: PeriodView) -> tuple[bool, str] | None:
    """The plan had fewer people working than it required."""
    rows = view.rows("coverage")
    if rows is None or not np.nansum(rows.words["required"]) > 0:
        return None
    share = float(np.nansum(rows.words["under"]) / np.nansum(rows.words["required"]))
    return share > NOTICEABLE / 5, f"heads planned short of need: {share:.1%} of those required"


def pressed(view: PeriodView) -> tuple[bool, str] | None:
    """Agents are busy almost without a pause: occupancy above the usual warning, whatever its aim."""
    score = view.shown.get("occupancy")
    if score is None or np.isnan(score.value):
        return None
    return score.value > BURNOUT, f"occupancy {worded(score.value, score.unit)}, burnout above 85–90%"


def one_agent(word: str) -> Evidence:
    """Without the one slowest agent the mean would be noticeably less."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        rows = view.rows("people")
        agent_means = by_agent(rows, word) if rows is not None else None
        if agent_means is None or len(agent_means[0]) < 3:
            return None
        agents, means, contacts = agent_means
        worst = int(np.argmax(means))
        rest = np.arange(len(agents)) != worst
        others, all_of_them = _mean(means[rest], contacts[rest]), _mean(means, contacts)
        said = f"{agents[worst]} takes {means[worst]:.0f} s, the others {others:.0f} s"
        return others < (1 - NOTICEABLE) * all_of_them, said

    return test


def most_agents(word: str, metric: str) -> Evidence:
    """The median agent is above the aim: it is the centre, not a person."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        rows, score = view.rows("people"), view.shown.get(metric)
        agent_means = by_agent(rows, word) if rows is not None else None
        if agent_means is None or score is None or np.isnan(score.aim_high):
            return None
        median = float(np.median(agent_means[1]))
        aim = worded(score.aim_high, score.unit)
        return median > score.aim_high, f"the median agent takes {median:.0f} s, aim at most {aim}"

    return test


def new_agents(word: str) -> Evidence:
    """A tenth and more of the contacts were taken by new agents, and these are noticeably slower."""

    def test(view: PeriodView) -> tuple[bool, str] | None:
        rows, whole = view.rows("people"), view.facts.sources.get("people")
        agent_means = by_agent(rows, word) if rows is not None else None
        if agent_means is None or whole is None:
            return None
        agents, means, contacts = agent_means
        start = view.period - np.timedelta64(NEW_DAYS, "D")
        if whole.start.min() > start - np.timedelta64(NEW_DAYS, "D"):
            return None  # the file does not reach back far enough to know who is new
        old = np.isin(agents, whole.members["agent"][whole.start < start])
        share = float(contacts[~old].sum() / contacts.sum())
        if old.all() or not old.any():
            return not old.any(), f"{share:.0%} of the contacts were taken by agents of under {NEW_DAYS} days"
        new_mean, old_mean = _mean(means[~old], contacts[~old]), _mean(means[old], contacts[old])
        said = f"new agents took {share:.0%} of the contacts, at {new_mean:.0f} s against {old_mean:.0f} s"
        return share > 0.1 and new_mean > (1 + NOTICEABLE) * old_mean, said

    return test


def few_monitored(view: PeriodView) -> tuple[bool, str] | None:
    """Fewer than four contacts per agent and month were monitored: too few to judge by."""
    rows = view.rows("quality")
    if rows is None:
        return None
    months, month = np.unique(rows.start.astype("datetime64[M]"), return_inverse=True)
    agents = sum(len(np.unique(rows.members["agent"][month == place])) for place in range(len(months)))
    per_agent = len(rows.start) / agents
    return per_agent < 4, f"{per_agent:.1f} monitored contacts per agent and month, aim 4–5"


def _mean(values: Floats, weights: Floats) -> float:
    known = np.isfinite(values) & (weights > 0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else np.nan
