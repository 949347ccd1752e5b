"""Comparisons as Excel files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from core.headings.words import Language
from core.sheets import Cell, Sheet
from plugins.pupesoft_tools.annual_contracts.comparing import Account
from plugins.pupesoft_tools.annual_contracts.figures import Figures
from plugins.pupesoft_tools.annual_contracts.tables import tables_of
from plugins.pupesoft_tools.annual_contracts.words import WORDS

DECIMALS = (None, None, None, None, None, 4, 4, 2, 2, 1)


def excel_of(accounts: Sequence[Account], language: Language) -> bytes:
    """An Excel file with a row for each product group, and sums of departments and customers.

    It blocks. Unwritable for a text that no cell can hold.
    """
    words = WORDS[language]
    headings = (
        *(words.customer, words.name, words.currency, words.department, words.group),
        *(words.quantity, words.previous_quantity, words.purchases, words.previous_purchases),
        words.index,
    )
    with TemporaryDirectory(prefix="kortisto_contracts_") as folder:
        path = Path(folder) / "contracts.xlsx"
        sheet = Sheet(path, words.title, headings, DECIMALS)
        try:
            for account in accounts:
                sheet.write(_rows(account, language))
        finally:
            sheet.close()
        return path.read_bytes()


def _rows(account: Account, language: Language) -> Iterator[Sequence[Cell]]:
    number, name = account.customer.customer_number, account.customer.customer_name
    for tables in tables_of(account, language):
        before = (number, name, tables.currency)
        for row in tables.groups:
            yield (*before, row.department, row.group, *_cells(row.figures))
        yield (*before, WORDS[language].total, None, *_cells(tables.total))


def _cells(figures: Figures) -> Sequence[Cell]:
    return (
        figures.quantity,
        figures.previous_quantity,
        figures.purchases,
        figures.previous_purchases,
        figures.index,
    )
