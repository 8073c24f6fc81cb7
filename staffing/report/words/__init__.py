"""Sentences that the page and the terminal share."""
