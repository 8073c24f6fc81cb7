"""The exports that are read as they are, one a file; listed in `staffing.history`."""
