"""Shifts that stand: their rests placed anew, overtime, leaving early."""
