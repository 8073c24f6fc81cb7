"""The search for one part: relax, restrict, then prove it if it is small and improve it if it is not.

A week around the clock is too large for branch and bound to close, but its relaxation is tight. So:

0. *Greedy covering* (`greedy`): a solution at once, should there be no work left for more.
1. *Relaxation*: the bound, and which shifts and breaks matter (`Relaxation`).
2. *RENS* (Berthold 2014): the integer program on the columns the relaxation uses, each between its floor
   and one, two, five above. *Relax and fix* (`fixing_steps`) on the core where it finds none, and before it
   where the horizon is over a week or heads are so few that rounding is most of what they cost.
3. A small part is then searched for what is close enough to the bound (`fixing`); if in vain, that rises.
   Where kinds of shift cost something, cuts instead make the relaxation tight (`tightened`), and the integer
   program on all shifts of the kinds it uses is solved; windows free all shifts of kinds in use.
4. *Branch and bound* on the whole part from that solution, where the part is small enough to close.
5. *Large neighbourhoods* (Shaw 1998), as long as there is work left (`improve`).

All of it hangs on counted work (`programs.work`), never on a clock: the same part, from the same knowledge
and with the same allotment, is searched in the same steps on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from staffing.programs.solver import solve
from staffing.programs.stopping import Stopping
from staffing.shifts.search.closing import aim, branch, choose
from staffing.shifts.search.firsts import cover, firsts, relax
from staffing.shifts.search.improve import improve
from staffing.shifts.search.part import NOTHING, Allotment, Incumbent, Means, Part
from staffing.shifts.search.state import SearchState, Solve


def search(
    part: Part,
    stopping: Stopping,
    allotment: Allotment,
    means: Means | None = None,
    known: Incumbent = NOTHING,
    *,
    solve: Solve = solve,
) -> Iterator[Incumbent]:
    """Yield every step of solution or bound beyond what is `known`; the last one yielded is the result."""
    state = SearchState(part, stopping, allotment, means or Means(), known, solve=solve)
    if state.is_rough and not part.is_small:
        yield from cover(state)
    if not math.isfinite(known.bound) or (known.values is None and known.relaxed is None):
        yield from relax(state)
    for first in firsts(state):
        if not state.finished and state.is_rough:
            yield from first(state)
    if not state.finished and state.kinds:
        yield from choose(state)
    elif not state.finished and part.is_small:
        yield from aim(state)
    if not state.finished and (part.is_small or part.is_one_window or state.is_rough):
        yield from branch(state)
    if state.best.values is None and not state.best.infeasible:
        yield from cover(state)
    if not state.finished and not part.is_one_window:
        yield from improve(state)
    yield state.ended()
