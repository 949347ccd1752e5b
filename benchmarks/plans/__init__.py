"""The benchmark of plans: a grid, 10,000 cells and a spread over 48,000, beside SQL by hand."""

from benchmarks.plans.run import run

__all__ = ["run"]
