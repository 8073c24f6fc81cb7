"""A file per schema version, each written once and for all: it names its tables, and imports none of ours."""
