"""The sums that several methods share: medians, fading weights, weeks, windows, leads."""
