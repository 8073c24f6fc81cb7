"""The plan file: its keys, what stands beside it, and what the stages ask of it."""
