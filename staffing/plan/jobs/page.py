"""The page of a run, made again from what the run holds."""

from __future__ import annotations

from pathlib import Path

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.run.published import RunFolder, read_run
from staffing.plan.run.run_page import page_of_files
from staffing.report.html.run_page.page import write_run_page


def make_page(folder: Path, target: str | Path, plan: PlanFile | None = None) -> None:
    """Write the page of the run in that folder; `plan` in place of the one that made it.

    InputError where it is no run, or a file of it is damaged.
    """
    files = RunFolder(folder)
    write_run_page(target, page_of_files(read_run(files, plan), files))
