"""The sections of the page: each a function from what the page shows to a `PageSection`, or to None."""
