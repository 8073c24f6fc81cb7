"""The plan's groups of skills, and the demand of each interval, as systems of queues and groups."""
