"""What must hold for products."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.numbering import fill_numbers
from core.products.enums import BasketType
from core.products.models import Product
from core.writing import Draft, Rules

NUMBERS = "product"
"""The series that product numbers come from."""


class ProductRules(Rules):
    """Numbers come from a series."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await fill_numbers(self.writing.session, drafts, NUMBERS, Product.number)


def is_offering_area(row: Alias) -> ColumnElement[bool]:
    """The product baskets that are offering areas, for references to them."""
    inside: ColumnElement[bool] = row.type == BasketType.WALLET_SHARE
    return inside
