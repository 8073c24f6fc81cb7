"""Prints a pip constraint for the lowest version of each package that pyproject.toml allows on a Python.

    python .ci/lowest.py 3.11 > lowest.txt

Computed, so that it cannot drift from the ranges. Needs `packaging`, which `build` brings.
"""

from __future__ import annotations

import sys
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def lowest(python_version: str) -> dict[str, Version]:
    """The highest of the lower bounds that hold on this Python, by package; having none is an error."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    del extras["dev"]  # tools that read the project and are no part of what runs
    here = {"python_version": python_version, "python_full_version": f"{python_version}.0"}
    bounds: dict[str, Version] = {}
    for requirement in map(Requirement, chain(project["dependencies"], *extras.values())):
        elsewhere = requirement.marker is not None and not requirement.marker.evaluate(here)
        if elsewhere or requirement.name == project["name"]:
            continue
        given = [Version(one.version) for one in requirement.specifier if one.operator == ">="]
        if not given:
            raise SystemExit(f"pyproject.toml: {requirement} has no lower bound")
        bounds[requirement.name] = max(*given, bounds.get(requirement.name, given[0]))
    return bounds


if __name__ == "__main__":
    for name, version in lowest(sys.argv[1]).items():
        print(f"{name}=={version}")
