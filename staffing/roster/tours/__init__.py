"""The best tour of one person, all others given: a shortest path, all states of a day at once."""
