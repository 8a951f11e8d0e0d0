"""Measurements. Each module prints a JSON list; `python -m bench` runs all and writes build/bench.json."""
