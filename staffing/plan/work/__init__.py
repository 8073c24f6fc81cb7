"""Work that may wait, from what the plan says of it to what becomes of it."""
