"""Several queues and groups of people with skills, interval by interval in a steady state.

    system.py     queues, groups, and who takes whom
    predict.py    the service that a staffing gives, by the first of these that fits:
    exact.py      one queue's formula, or the Markov chain of a small system (chain.py, tagged.py, linear.py)
    sample.py     simulation (jumps.py, play.py) with control variates (controls.py)
    measured.py   what comes out, with its standard errors

    size.py       the cheapest staffing that meets its targets (targets.py), by way of
    fluid.py      the program of the load and the cutting planes
    surrogate.py  a linear picture of what was measured; moves.py: what may be tried from a staffing
    judge.py      whether a staffing does, simulated no longer than it takes to tell

Contacts come by chance (Poisson); handle times and patience are exponential.
"""
