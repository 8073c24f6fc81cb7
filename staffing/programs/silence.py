"""Standard output and error lead nowhere while a solver runs in this process.

HiGHS is silent by an option of its own (`highs`). The Python interfaces of other solvers print licences and
versions whatever they are told, from C, past `sys.stdout`; so the file descriptors themselves are turned.
Lines that another thread prints meanwhile are lost, such as a frame of a progress bar: nothing is written to
standard output before the solving is over.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_DESCRIPTORS = (1, 2)
_lock = threading.Lock()
_kept: dict[int, int] = {}  # where 1 and 2 lead to, duplicated while they are turned away
_inside = [0]  # how many solvers run: descriptors belong to the process, and its threads share them


@contextmanager
def silenced() -> Iterator[None]:
    """Nothing that the block prints, from Python or from C, reaches standard output or error."""
    with _lock:
        _inside[0] += 1
        if _inside[0] == 1:
            _turn_away()
    try:
        yield
    finally:
        with _lock:
            _inside[0] -= 1
            if _inside[0] == 0:
                _turn_back()


def _turn_away() -> None:
    _flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in _DESCRIPTORS:
        with suppress(OSError):  # a closed one shows nothing
            _kept[descriptor] = os.dup(descriptor)
            os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _turn_back() -> None:
    _flush()
    for descriptor, kept in _kept.items():
        os.dup2(kept, descriptor)
        os.close(kept)
    _kept.clear()


def _flush() -> None:
    """Send on what Python and C hold back, so that it goes where it was meant to go."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # a full device, or a stream that was closed
                stream.flush()
    if sys.platform != "win32":
        ctypes.CDLL(None).fflush(None)
