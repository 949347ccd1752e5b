"""The feed of invoices, beside COPY plus one merge statement."""

from benchmarks.sync.run import run

__all__ = ["run"]
