"""From a plan and its files to a roster."""
