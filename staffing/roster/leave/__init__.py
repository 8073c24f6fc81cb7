"""Leave before it is taken: how many may be away from shifts that stand, and who asks for it."""
