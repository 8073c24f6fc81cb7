"""A plan drawn from a centre's own export: what its numbers tell, what is assumed, and why."""
