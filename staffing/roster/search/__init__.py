"""How a good roster is found: person by person, then weeks taken out and put back, again and again."""
