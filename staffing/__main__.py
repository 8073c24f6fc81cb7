"""Where the command `staffing` begins, or `python -m staffing`: signals are heeded before all else."""

from __future__ import annotations

from staffing.interrupts import heed_signals


def main() -> None:
    """Load the command line and run it."""
    heed_signals()
    from staffing.cli import main as run

    run()


if __name__ == "__main__":
    main()
