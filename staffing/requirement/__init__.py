"""Targets to agents: the fewest agents on the phones that meet them, and the heads to schedule for that.

    search.py        the fewest agents that meet the targets
    binding.py       which target decides: what one agent fewer would miss
    variation/       how demand moves inside and across intervals
    uncertainty.py   a forecast that may be wrong
    mixture.py       an interval that is several rates, for both
    surface.py       the search for very many intervals
    by_queue.py      the service of several queues, each with its share of the heads
    pooling.py       what queues cost by being sized apart
    size.py          the stage itself: `size` and `evaluate`

All policy is here; `staffing.queueing` predicts and knows no targets.
"""
