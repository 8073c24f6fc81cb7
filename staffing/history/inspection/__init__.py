"""What is wrong with a history: gaps, clock changes, contradictions, spikes, level shifts."""
