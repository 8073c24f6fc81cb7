"""A small roster, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, run_staffing

SAMPLE = ROOT / "data" / "named-roster"


@pytest.fixture(scope="session")
def sample_roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `staffing roster` writes for the sample."""
    out = tmp_path_factory.mktemp("sample-roster")
    done = run_staffing(
        "roster",
        SAMPLE / "requirement.csv",
        "--rules",
        SAMPLE / "plan.toml",
        "--effort",
        "low",
        "--out",
        out,
        "-q",
    )
    assert done.returncode == 0, done.stderr
    return out
