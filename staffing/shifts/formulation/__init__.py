"""The model of shifts: its sets, data, variables and rows, and back from a solution to shifts."""
