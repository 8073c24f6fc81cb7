"""The page of a run: one file to open, with a section for each question that a planner asks of a plan."""
