"""A roster that stands: read back, judged by every rule, its shifts exchanged and stood in for."""
