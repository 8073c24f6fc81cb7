"""Why there is no schedule, and the least change that helps."""
