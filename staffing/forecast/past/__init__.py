"""What a forecast learns from: rows on the local calendar, a queue's days and slots, special days."""
