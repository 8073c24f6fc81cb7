"""Simulation: a staffing or a schedule is played contact by contact, many times over, with chance.

`pool.py` plays one pool of agents in step over all replications. Who answers is a `Staff` (`staff.py`):
agents by interval (`levels.py`), or people with shifts (`shifts.py`). Contacts come from `incoming.py`, every
random number has an address (`numbers.py`), and `tally.py` counts what became of whom.
"""
