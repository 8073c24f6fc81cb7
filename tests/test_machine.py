"""Memory that may still be taken, as Linux tells it: of the machine, and of every control group above."""

from __future__ import annotations

import errno
import math
import sys
from pathlib import Path

import pytest

from staffing.machine import available_bytes, is_for_want_of_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


def lay(root: Path, files: dict[str, str]) -> Path:
    """A root folder with these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    return root


MACHINE = {"proc/meminfo": "MemTotal:  9000 kB\nMemAvailable:  8000 kB\n"}


def test_without_groups_it_is_what_the_machine_has(tmp_path: Path) -> None:
    """And infinite where nothing is told: nobody is held back by what is not known."""
    assert available_bytes(tmp_path) == math.inf
    assert available_bytes(lay(tmp_path, MACHINE)) == 8000 * 1024


def test_the_tightest_group_above_counts(tmp_path: Path) -> None:
    """Version 2: the limit of a parent holds for its children; what files fill can be had."""
    files = {
        "proc/self/cgroup": "0::/pod/box\n",
        "sys/fs/cgroup/pod/memory.max": "5000000\n",
        "sys/fs/cgroup/pod/memory.current": "4000000\n",
        "sys/fs/cgroup/pod/memory.stat": "anon 1\ninactive_file 300000\n",
        "sys/fs/cgroup/pod/box/memory.max": "max\n",
        "sys/fs/cgroup/pod/box/memory.current": "3000000\n",
    }
    assert available_bytes(lay(tmp_path, MACHINE | files)) == 1_300_000


def test_version_1_has_a_tree_for_memory(tmp_path: Path) -> None:
    """Where a container sees its own group at the top; a number near 2 to the 63 is no limit."""
    files = {
        "proc/self/cgroup": "3:cpuset:/\n4:memory:/docker/4f\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "6000000\n",
        "sys/fs/cgroup/memory/memory.usage_in_bytes": "1000000\n",
        "sys/fs/cgroup/memory/docker/4f/memory.limit_in_bytes": f"{2**63 - 4096}\n",
        "sys/fs/cgroup/memory/docker/4f/memory.usage_in_bytes": "1000000\n",
    }
    assert available_bytes(lay(tmp_path, MACHINE | files)) == 5_000_000


def test_a_group_that_is_full_leaves_nothing(tmp_path: Path) -> None:
    """Not less than nothing."""
    files = {
        "proc/self/cgroup": "0::/\n",
        "sys/fs/cgroup/memory.max": "1000\n",
        "sys/fs/cgroup/memory.current": "2000\n",
    }
    assert available_bytes(lay(tmp_path, files)) == 0.0


@pytest.mark.parametrize(
    "fault",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libopenblas.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
    ],
)
def test_too_little_memory_is_told_from_other_faults(fault: Exception) -> None:
    """A table, a library or a thread that finds no memory; a fault of the same kind may have other causes."""
    assert is_for_want_of_memory(fault)
    other = OSError(errno.ENOENT, "no such file") if isinstance(fault, OSError) else type(fault)("other")
    assert is_for_want_of_memory(other) == isinstance(fault, MemoryError)
