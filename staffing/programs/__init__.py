"""Integer programs as arrays, whatever they mean: built, cut into parts, solved and checked.

    assemble.py    collects columns and rows, block by block, into a program.py
    components.py  parts that no row connects; differenced.py: the same with fewer entries
    implied.py     columns that come whole by themselves: no solver need branch on them
    solver.py      a program to PuLP and an answer back, which is checked before it is accepted
    solvers.py     the solvers that can be chosen; highs.py: the one that is always there, which proves bounds
    effort.py      how hard to try; stopping.py: when a search may stop
    silence.py     what keeps their banners off our standard output

Shifts, breaks, the rest of a day and hiring are such programs. What may take long is solved in a `worker.py`.
"""
