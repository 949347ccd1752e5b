"""Labels as PDF files."""

from collections.abc import Sequence
from pathlib import Path

from core.typesetting import typeset
from plugins.pupesoft_tools.address_labels.sheets import Sheet

TEMPLATE = Path(__file__).with_name("labels.typ")


async def pdf_of(
    sheet: Sheet, labels: Sequence[Sequence[str]], start: int, *, outlines: bool
) -> bytes:
    """A PDF file of labels, each with its lines; the first is in the place `start`, from 1.

    It is true to the millimetre where it is printed at its actual size. Texts shrink until they
    fit; `outlines` draws the edges of the labels, for a trial on plain paper.
    """
    measures = {
        name: float(getattr(sheet, name)) for name in ("width", "height", "gap", "left", "top")
    }
    return await typeset(
        TEMPLATE,
        {
            "sheet": {"columns": sheet.columns, "rows": sheet.rows, **measures},
            "start": start,
            "outlines": outlines,
            "labels": labels,
        },
    )
