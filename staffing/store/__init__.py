"""Runs in a database, by the plan's name and `as_of`: one transaction each, and read back as they were.

place.py        a store by its URL, and which plan's runs
schema.py       the tables: one per record of a run, its columns those of its file
connect.py      a database opened for writing or reading, its schema checked, made or upgraded
migrations/     how a store of one schema version becomes one of the next (Alembic)
rows.py         a file's typed columns as rows of a table, and back
write.py        a run directory into the store
read.py         the runs of a store, and their records

All but `place.py` need the extra `sql`: `StorePlace.require_usable` says so where it is missing.
"""
