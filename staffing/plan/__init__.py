"""The plan: its file, the need it states, the runs it publishes, the jobs that use them.

    file/          plan.toml and what stands beside it, parsed once into a `PlanFile`
    need/          from a forecast to what shifts must cover: demand, heads, a period's target, prices
    road.py        history → … → schedule, as pure functions of records
    scheduled.py   the last arrow of the road: shifts, what they cover, what that amounts to
    run/           a run directory: locked, written, published whole, traced, read back
    day/           the day as it comes: actuals beside the run, what is left of it, lunches as they were
    jobs/          one file per command that needs a plan: enters the road, leaves it, writes

The one folder that puts stages together; none of them knows it.
"""
