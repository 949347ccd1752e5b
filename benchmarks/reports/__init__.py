"""Reports: Kortisto beside hand-written SQL, over 100,000 opportunities."""

from benchmarks.reports.run import run

__all__ = ["run"]
