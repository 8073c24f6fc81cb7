"""The version, said once: the package, its wheel, `staffing --version` and `run.json` take it from here."""

__version__ = "0.2.0"
