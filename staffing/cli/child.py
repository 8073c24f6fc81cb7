"""A command run by another: `python -m staffing.cli.child plan …` is `staffing plan …` until its parent ends.

Without that the plans of a run that was killed would go on, and hold the locks that the next run needs.
"""

from __future__ import annotations

import os
import signal
import threading
import time


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    from staffing.cli import main
    from staffing.interrupts import heed_signals

    heed_signals()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    main()
