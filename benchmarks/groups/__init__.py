"""The matrix and clicks at it, beside SQL by hand: 5,000 customers and 200 employees."""

from benchmarks.groups.run import run

__all__ = ["run"]
