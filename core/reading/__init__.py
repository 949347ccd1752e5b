"""Reading rows: visibility, filters, order and pages as SQL, loaded in batches."""

from core.reading.filters import filtered
from core.reading.loaders import load, load_many
from core.reading.reasons import visible_because
from core.reading.reports import Argument, Asked, report
from core.reading.visible import visible

__all__ = [
    "Argument",
    "Asked",
    "filtered",
    "load",
    "load_many",
    "report",
    "visible",
    "visible_because",
]
