"""What the machine gives this process and those it starts: memory, and sums that are always the same."""

from __future__ import annotations

import errno
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/")
_TOO_LITTLE_MEMORY = re.compile("map segment|allocate memory|start new thread", re.IGNORECASE)
LIMITS = (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes"))
# NumPy's libraries add in another order on other numbers of threads: one thread, one sum.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# By the letter of `ulimit`: with less the libraries of NumPy and SciPy do not load, or try to for ever.
LEAST = {
    "v": ("RLIMIT_AS", 420, "MB"),
    "d": ("RLIMIT_DATA", 150, "MB"),
    "u": ("RLIMIT_NPROC", 10, "processes"),  # with fewer those of --jobs begin and fail half-way
}
UNITS = {"MB": 10**6, "processes": 1}

UNLIMITED = 2**60  # cgroup v1 says so by a number near 2**63
KIBI = 1024


def available_bytes(root: Path = ROOT) -> float:
    """Bytes that may still be taken; infinite where the system does not tell.

    The least of what every control group above this process leaves (versions 1 and 2 of Linux' cgroups),
    and of what the machine has. Memory that files fill counts as free: it is given back when it is needed.
    """
    if sys.platform != "linux":
        return math.inf
    return min((_of_machine(root), *_of_groups(root)))


def limit_that_is_too_low() -> str:
    """In words, the limit of this process under which nothing can be computed; empty without one."""
    if sys.platform == "win32":
        return ""
    import resource

    for letter, (name, least, unit) in LEAST.items():
        limit = resource.getrlimit(getattr(resource, name))[0]
        if limit != resource.RLIM_INFINITY and limit < least * UNITS[unit]:
            return f"ulimit -{letter} allows {limit // UNITS[unit]} {unit}, {least} are needed"
    return ""


def is_for_want_of_memory(fault: BaseException) -> bool:
    """Whether too little memory is behind it: of a table, a library that is loaded, or one more thread."""
    if isinstance(fault, MemoryError) or (isinstance(fault, OSError) and fault.errno == errno.ENOMEM):
        return True
    said = isinstance(fault, ImportError | RuntimeError) and _TOO_LITTLE_MEMORY.search(str(fault))
    return bool(said)


def _of_machine(root: Path) -> float:
    """What the kernel thinks can be had without swapping."""
    for line in _text(root / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return float(line.split()[1]) * KIBI
    return math.inf


def _of_groups(root: Path) -> Iterator[float]:
    """What each control group leaves of its limit."""
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, name = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        top = root / "sys/fs/cgroup" / ("memory" if controllers else "")
        group = top / name.lstrip("/")
        for folder in (group, *group.parents):
            yield from _left_in(folder)
            if folder == top:
                break


def _left_in(folder: Path) -> Iterator[float]:
    for limit, used in LIMITS:
        most, taken = _text(folder / limit).strip(), _text(folder / used).strip()
        if most.isdigit() and taken.isdigit() and int(most) < UNLIMITED:
            yield max(float(most) - float(taken) + _files_in(folder), 0.0)


def _files_in(folder: Path) -> float:
    """Bytes of files that the group holds in memory and can give back."""
    for line in _text(folder / "memory.stat").splitlines():
        name, _, number = line.partition(" ")
        if name in {"inactive_file", "total_inactive_file"}:
            return float(number)
    return 0.0


def _text(path: Path) -> str:
    """A file's text; nothing where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
