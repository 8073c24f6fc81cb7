"""What each group serves: `[[group]]` of the plan as arrays by group and queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.errors import InputError, Problem, did_you_mean
from staffing.plan.file.schema import SkillGroup
from staffing.queueing.chat import gain


@dataclass(frozen=True, eq=False)
class SkillTable:
    """Groups (rows) and queues (columns).

    level:   1 is preferred; 0: does not serve it
    factor:  handle time of the group ÷ that of the queue
    breadth: how many queues each group serves by the plan
    cost:    of an agent of each group beside one that costs 1
    at_once: contacts of the queue that an agent of the group takes at once
    """

    groups: tuple[str, ...]
    queues: tuple[str, ...]
    level: Ints
    factor: Floats
    breadth: Ints
    cost: Floats
    at_once: Ints

    def slower(self, writing_ratio: float) -> Floats:
        """Handle time of the group ÷ that of the queue, as contacts at once make it (`queueing/chat.py`)."""
        stretch = [[many / gain(int(many), writing_ratio) for many in row] for row in self.at_once]
        return self.factor * np.array(stretch)


def skill_table(
    names: Sequence[str], skills: Sequence[SkillGroup], queues: Sequence[str], source: str
) -> SkillTable:
    """The groups of those names, in their order; one without a name answers every queue.

    InputError for a group or queue that is not known, and for a queue that no group serves; `source` is the
    file that names the groups.
    """
    known = {one.name: one for one in skills}
    level, factor = np.zeros((len(names), len(queues)), dtype=np.int64), np.ones((len(names), len(queues)))
    at_once = np.ones_like(level)
    breadth, cost = np.full(len(names), len(queues)), np.ones(len(names))
    for row, name in enumerate(names):
        if not name and len(names) == 1:
            level[row] = 1
            continue
        if name not in known:
            hint = f"{did_you_mean(name, known)}give --rules PLAN.toml with a [[group]] of that name"
            raise InputError(Problem(source, "a group of the plan", hint, column="group", value=name))
        breadth[row], cost[row] = len(known[name].queues), known[name].cost_factor
        for queue, own in known[name].queues.items():
            if queue not in queues:
                hint = f"{did_you_mean(queue, queues)}the demand has {', '.join(queues)}"
                raise InputError(Problem(f"[[group]] {name}", "a queue of the demand", hint, value=queue))
            level[row, queues.index(queue)] = own
            factor[row, queues.index(queue)] = known[name].aht_factor.get(queue, 1.0)
            at_once[row, queues.index(queue)] = known[name].at_once.get(queue, 1)
    _require_served(level, queues, source)
    return SkillTable(tuple(names), tuple(queues), level, factor, breadth, cost, at_once)


def _require_served(level: Ints, queues: Sequence[str], source: str) -> None:
    unserved = [queue for column, queue in enumerate(queues) if not level[:, column].any()]
    if unserved:
        hint = "add it to the queues of a [[group]], and agents of that group to the staff"
        expected = f"a group for queue {', '.join(unserved)}"
        raise InputError(Problem(source, expected, hint, column="group"))
