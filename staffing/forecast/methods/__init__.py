"""The forecast methods, one a file, and the steps of the house method; listed in `staffing.forecast`."""
