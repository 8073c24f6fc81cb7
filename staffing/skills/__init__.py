"""Several queues and groups of people with skills, interval by interval in a steady state.

    system.py     queues, groups, and who takes whom
    predict.py    the service that a staffing gives, by the first of these that fits:
    exact.py      one queue's formula, or the Markov chain of a small system (chain.py, tagged.py, linear.py)
    sample.py     simulation (jumps.py, play.py) with control variates (controls.py)
    measured.py   what comes out, with its standard errors

Contacts come by chance (Poisson); handle times and patience are exponential.
"""
