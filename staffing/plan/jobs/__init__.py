"""One file per job of the command line: stages put together, nothing computed."""
