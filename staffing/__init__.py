"""Workforce planning for contact centres: history → forecast → agents → shifts → roster → report."""

__version__ = "0.1.0"
