"""What must hold for products."""

from collections.abc import Sequence

from core.numbering import fill_numbers
from core.products.models import Product
from core.writing import Draft, Rules

NUMBERS = "product"
"""The series that product numbers come from."""


class ProductRules(Rules):
    """Numbers come from a series."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await fill_numbers(self.writing.session, drafts, NUMBERS, Product.number)
