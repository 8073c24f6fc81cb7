"""The 23 metrics, one file per family."""
