"""Named people: lawful tours of shifts that cover the need, found person by person.

The best tour of one person, all others given, is a shortest path (`tours/`). Every hard rule is about one
person alone (`rules/`), so that what is searched (`search/`) is always lawful, and who has no lawful tour at
all is known before any search (`unlawful.py`).
"""
