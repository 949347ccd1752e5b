"""Benchmarks: how fast Kortisto is beside other ways to the same answer."""
