"""A run directory: locked, written, published whole, traced, read back.

publish.py     the lock of the output folder, and the folder that appears whole or not at all
trace.py       run.json: version, options, inputs with their hashes
published.py   the same directory read back, for explain, drift and adjust
"""
