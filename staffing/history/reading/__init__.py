"""From the rows of an export to a History: layouts, clocks, columns and tallies."""
