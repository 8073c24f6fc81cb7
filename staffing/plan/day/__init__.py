"""The day as it comes: actuals beside the run, what is left of it, lunches as they were."""
