"""Makes the files of this folder: python data/simulated-centre/make_days.py

Four weeks of a history without noise, and the Monday after, simulated event by event with more contacts,
longer handle times and fewer people than planned, and with lunches at noon.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.explanation.simulated_day import Cause, planned_run, simulate  # noqa: E402 - from the checkout

BAD_DAY = Cause(volume=1.06, handle_time=1.03, attendance=0.92, adherence=0.91, lunches_at=12 * 60)


def main() -> None:
    """Write them all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        actuals, people = simulate(folder, planned_run(folder, peak=120), BAD_DAY, seed=1)
        made = {"history.csv": folder / "history.csv", "plan.toml": folder / "plan.toml"}
        made |= {"actuals.csv": actuals, "people.csv": people}
        for target, source in made.items():
            shutil.copyfile(source, HERE / target)


if __name__ == "__main__":
    main()
