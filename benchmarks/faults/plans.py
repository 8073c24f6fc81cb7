"""Plans with every section and almost every key: of shifts, of a team by name, of groups of skills."""

PLAN = """
[centre]
name = "Centre"
timezone = "America/New_York"
interval_minutes = 30
open = { mon-fri = ["08:00-12:00", "12:00-18:00"], sat = "closed" }

[history]
source = "history.csv"
format = "auto"
queues = "keep"
outliers = "leave-out"
aht_seconds = 240
[history.limits]
missing = 0.05
impossible = 0

[forecast]
days = 2
method = "mean-of-weeks"
holidays = "US"
events = "events.csv"
new_queues = "new.csv"

[service]
target = "80/20"
definition = "offered"
model = "erlang-a"
patience_seconds = 180
patience_law = "exponential"
redial = 0.1
variation = "sipp"
uncertainty = "none"
max_wait_seconds = 60
max_abandonment = 0.2
max_occupancy = 0.95
min_agents = 1
finish_contacts = true
period = "interval"
[[service.override]]
queue = "all"
days = "mon"
start = "10:00"
end = "12:00"
target = "70/30"

[people]
attendance = 0.95
adherence = 0.92
shrinkage = [0.05, 0.02]

[schedule]
start_every_minutes = 60
cyclic_week = false
understaffing = 3.0
max_understaffing = 0.5
overstaffing_cost = 0.1
cost_per_distinct_shift = 0.01
solver = "highs"
effort = "low"
time_limit_seconds = 5
gap = 0.02
[[schedule.pattern]]
name = "full-time"
days = "mon-fri"
earliest_start = "08:00"
latest_start = "10:00"
latest_end = "18:30"
length_minutes = 480
cost_per_hour = 1.0
max_agents = 100
min_agents = 0
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 120 }]
[[schedule.pattern]]
name = "part-time"
days = "mon,tue,wed,thu,fri"
earliest_start = "08:00"
latest_start = "14:00"
length_minutes = [240, 300]
cost_per_shift = 0.1
[[schedule.premium]]
days = "mon"
start = "16:00"
end = "06:00"
extra = 0.25
[[schedule.starts]]
pattern = "part-time"
days = "mon-fri"
latest_start = "08:59"
max_agents = 20

[simulation]
replications = 12
rounds = 1
handle_times = "measured:handled.csv"
seed = 3

[alerts]
forecast_wape = 0.5
forecast_bias = 0.5
forecast_coverage = 0.1
forecast_days = 3
understaffing = 0.9
gap = 0.9
service_level = 0.05
simulated_service_level = 0.05
history_age_hours = 9000
history_days = 5
volume_change = 9.0
[runs]
keep = 3
[store]
url = "sqlite:///kept.db"
name = "centre"
[metrics.service_level]
at_least = 0.7
[capacity]
heads = 30
weekly_hours = 38
away = 0.1
turnover_per_year = 0.3
ramp = [0, 0.5]
class_size = 2
"""
TEAM = """
[centre]
name = "Team"
timezone = "America/New_York"

[people]
attendance = 0.95

[schedule]
start_every_minutes = 60
understaffing = 10.0
overstaffing_cost = 0.2
[[schedule.pattern]]
name = "full"
earliest_start = "08:00"
latest_start = "10:00"
latest_end = "18:30"
length_minutes = 510
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 300 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 150 }]
[[schedule.pattern]]
name = "half"
earliest_start = "08:00"
latest_start = "14:00"
length_minutes = 240
[[schedule.pattern]]
name = "night"
earliest_start = "22:00"
latest_start = "23:00"
length_minutes = 480
[[schedule.premium]]
days = "sat-sun"
extra = 0.5

[roster]
mode = "cover"
agents = "agents.csv"
availability = "availability.csv"
state = "state.csv"
week_starts = "mon"
rest_hours = 11
max_consecutive_days = 6
max_consecutive_nights = 3
min_consecutive_days = 1
min_consecutive_days_off = 2
max_hours_per_week = 48
weekends_off = 1
weekends_off_weeks = 2
start_tolerance_minutes = 120
weekend = "sat-sun"
night = "23:00-06:00"
night_minutes = 120
early_before = "07:00"
late_after = "20:00"
understaffing_cost = 10
overstaffing_cost = 0.2
deep_shortage = 0.2
deep_understaffing_cost = 20.0
unfilled_cost = 10
refused_factor = 0.5
fairness_cost = 0.1
fairness_weeks = 8
change_cost = 5
[roster.soft]
min_consecutive_days_off = 3.0
"""
GROUPS = """
[centre]
name = "Groups"
timezone = "America/New_York"

[history]
source = "history.csv"

[service]
target = "80/20"
patience_seconds = 180
max_wait_seconds = 90
max_abandonment = 0.3

[people]
attendance = 0.95
adherence = 0.9

[[group]]
name = "billing"
queues = { billing = 1 }
[[group]]
name = "both"
queues = { technical = 1, billing = 2 }
aht_factor = { technical = 1.2 }
cost_factor = 1.15

[schedule]
[[schedule.pattern]]
name = "full"
length_minutes = 480
"""
