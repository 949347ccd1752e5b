"""Compiled reads: a whole query as one SQL statement whose result is the response."""

from schema.compiled.hot import HotLane
from schema.compiled.lane import CompiledReads

__all__ = ["CompiledReads", "HotLane"]
