"""The best tour of one person, all others given: a shortest path over days, with all states of a day at once."""
