"""How long callers are willing to wait, from interval counts or from single calls."""
