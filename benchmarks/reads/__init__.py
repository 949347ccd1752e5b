"""Reads: Kortisto beside hand-written SQL, PostGraphile and stock Strawberry."""

from benchmarks.reads.run import run

__all__ = ["run"]
