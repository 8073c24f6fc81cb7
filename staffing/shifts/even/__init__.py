"""Rests moved inside what coverage allows, so that the parts of an interval are even: costs nothing."""
