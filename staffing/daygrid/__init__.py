"""A history as local days by wall-clock slots, and what its absent rows mean: one reading for every stage."""
