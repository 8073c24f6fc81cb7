"""SIGINT (Ctrl-C) and SIGTERM: one line on standard error and an exit code, never a traceback.

While the program is loaded a signal ends it at once, as nothing has been begun. After that it raises
`Interrupted`, so that half-written files are removed and started processes are ended on the way out. Code of
others may swallow that: the process ends seconds later at the latest, and at once by a second signal.

The first thing that the command imports, so it imports as little as it can: until then Python itself heeds
Ctrl-C, by a traceback.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time

TYPE_CHECKING = False  # as of `typing`, whose import takes longer than all else here
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

GRACE_SECONDS = 5.0  # to remove what is half-written, and to end what was started


class Interrupted(BaseException):
    """A signal to end has come; no Exception, so that nobody takes it for a fault and goes on."""


class Signals:
    """What this process has been sent, and whether it has anything to put in order before it ends."""

    received: int | None = None
    is_working = False


SIGNALS = Signals()


def heed_signals() -> None:
    """End in good order by a signal; one that the parent has us ignore (`nohup`, say) stays ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _heard)


def exit_code() -> int:
    """128 and the number of the signal that has come, as shells say it."""
    return 128 + (SIGNALS.received or 0)


def message() -> str:
    """What is said where a signal has ended the command."""
    return f"interrupted ({signal.Signals(SIGNALS.received or 0).name})"


def _heard(number: int, _: FrameType | None) -> None:
    is_second, SIGNALS.received = SIGNALS.received is not None, number
    if is_second or not SIGNALS.is_working:
        _end_at_once()
    for module, hook in (("sys", "unraisablehook"), ("sys", "excepthook"), ("threading", "excepthook")):
        if module in sys.modules:  # what still goes wrong does so because we end
            setattr(sys.modules[module], hook, lambda *_: None)
    try:  # noqa: SIM105  (contextlib would be imported before signals are heeded)
        _thread.start_new_thread(_end_later, ())
    except RuntimeError:  # no thread can be had
        pass
    raise Interrupted


def _end_later() -> None:
    time.sleep(GRACE_SECONDS)
    _end_at_once()


def _end_at_once() -> NoReturn:
    line = f"staffing: {message()}"
    if "--log-format json" in " ".join(sys.argv).replace("=", " "):  # the options may not be read yet
        now = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
        line = f'{{"time": "{now}", "level": "error", "code": {exit_code()}, "message": "{message()}"}}'
    try:  # noqa: SIM105  (as above)
        os.write(2, f"{line}\n".encode())
    except OSError:  # standard error is closed
        pass
    os._exit(exit_code())
