"""Revisions of the benchmark's plugin."""
