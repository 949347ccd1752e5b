"""Tables as files: what cells hold, and Excel files written row by row."""

from core.sheets.cells import Cell, Cells, text
from core.sheets.sheet import MEDIA_TYPE, Sheet, Unwritable

__all__ = ["MEDIA_TYPE", "Cell", "Cells", "Sheet", "Unwritable", "text"]
