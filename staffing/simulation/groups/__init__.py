"""Several queues and groups of people with skills, played event by event.

`routing.py` is plain Python that always runs, and is compiled by numba where the extra `[fast]` is installed;
the results are the same to the last bit.
"""
