"""How good forecasts are: errors by lead, time and day, and published ones that drift."""
