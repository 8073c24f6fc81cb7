"""A run directory: locked, written, published whole, traced, read back."""
