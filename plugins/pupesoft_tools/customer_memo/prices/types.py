"""The GraphQL type of price rules."""

from sqlalchemy import ColumnElement

from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import Reason, WithParent
from plugins.pupesoft_tools.customer_memo.prices import models
from plugins.pupesoft_tools.customer_memo.prices.permissions import PricePermission


def _general(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Rules of segments and districts."""
    found: ColumnElement[bool] = row.customer_id.is_(None)
    return found


GENERAL = Reason(
    "CustomerPriceRule", "GENERAL", "It is for a segment or district, not a customer.", _general
)


@entity(
    models.CustomerPriceRule,
    read=PricePermission.READ,
    visible=WithParent("Customer", "customer_id"),
)
class CustomerPriceRule(Node):
    """A price or discount that was agreed. Visible with its customer; those of segments and
    districts to all who may read prices.
    """

    kind = column("What it agrees on.")
    customer = one("Customer", "The customer it is for; else a segment or a district.")
    segment = one("Keyword", "The segment it is for.")
    district = one("Keyword", "The district it is for (list DISTRICT).")
    product = one("Product", "The product it is for; else a group, an area, or all products.")
    product_group = one("Keyword", "The product group it is for (list PRODUCT_GROUP).")
    offering_area = one("ProductBasket", "The offering area it is for.")
    percent = column("The discount in percent, 0 to 100; null unless the kind is DISCOUNT.")
    price = column("The price of a unit without tax, in `currency`; null of a discount.")
    currency = column("Currency of the price, ISO 4217.")
    minimum_quantity = column("From how many units on it counts.")
    valid_from = column("Its first day; null is open.")
    valid_to = column("Its last day; null is open.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
