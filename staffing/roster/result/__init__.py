"""From the roster as it stands in the search to the records that are written."""
