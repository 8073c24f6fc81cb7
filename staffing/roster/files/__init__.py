"""The files that a roster reads and writes besides the plan."""
