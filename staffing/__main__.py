"""Where the command `staffing` begins, or `python -m staffing`: signals are heeded before all else."""

from __future__ import annotations

import sys

from staffing.interrupts import heed_signals


def main() -> None:
    """Load the command line and run it."""
    heed_signals()
    try:
        from staffing.cli import main as run
    except MemoryError:
        sys.exit(
            "staffing: too little memory to be loaded. Hint: raise the limit (ulimit), and run it again."
        )
    run()


if __name__ == "__main__":
    main()
