"""From an ACD's CSV to shifts and a plot: python examples/plan_from_csv.py [EXPORT.csv [TIMEZONE]]"""

import sys

import staffing as st

export, timezone = [*sys.argv[1:], "data/bank-2003/history.csv", "America/New_York"][:2]
history = st.read_history(export, timezone=timezone)
forecast = st.forecast(history, days=7, holidays="US", aht_seconds=240)
people = st.People(attendance=0.95, adherence=0.92)
need = st.size(forecast, st.Service("80/20", patience_seconds=180), people)
lunch = st.Rest(minutes=30, paid=False, earliest_minutes=180, latest_minutes=300)
full_time = st.Pattern("full-time", length_minutes=(510, 510), lunch=lunch)
part_time = st.Pattern("part-time", length_minutes=(240, 360), max_agents=80)
schedule = st.schedule(need, [full_time, part_time], gap=0.01)
for note in (*history.notes, *forecast.notes):
    print(note)
print(f"{schedule.summary.shifts} shifts, at most {schedule.summary.gap:.1%} dearer than the best possible")

coverage = schedule.coverage
try:
    import matplotlib.pyplot as plt
except ImportError:  # then a plot of characters: required █, beyond it ▒, for the busiest day
    day = coverage.local.astype("datetime64[D]")
    busiest = coverage.rows(day == day[coverage.required.argmax()])
    for time, required, over in zip(busiest.local, busiest.required, busiest.over, strict=True):
        if required + over > 0:
            print(f"{time} {required + over:5.0f} {'█' * round(required / 5)}{'▒' * round(over / 5)}")
else:
    plt.step(coverage.local, coverage.required, label="required")
    plt.step(coverage.local, coverage.working, label="on shift, breaks left out")
    plt.ylabel("heads")
    plt.legend()
    plt.savefig("coverage.png")
