"""The plan: its file, the need it states, the runs it publishes, the jobs that use them."""
