"""The rules that count for customers, a product, a quantity and a day: one statement for all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer, CustomerSegment
from core.products.models import BasketProduct, Product
from core.reading import visible
from core.reading.rows import keys_parameter
from core.viewer import Viewer
from plugins.pupesoft_tools.customer_memo.prices.enums import PriceReason
from plugins.pupesoft_tools.customer_memo.prices.models import CustomerPriceRule
from plugins.pupesoft_tools.customer_memo.prices.winning import Asked, Candidate, Priced, priced

if TYPE_CHECKING:
    from core.deployment import Deployment


@dataclass(frozen=True)
class PriceFinder:
    """Finds what a product costs customers; equal ones ask together."""

    product_id: int
    quantity: Decimal
    day: date

    async def __call__(
        self, deployment: "Deployment", viewer: Viewer | None, keys: list[int]
    ) -> list[Priced | None]:
        """What a unit costs each customer; None without such a product in sight."""
        if viewer is None:
            return [None] * len(keys)
        row = aliased(Product)
        seen = visible(deployment.registry, deployment.registry.entity("Product"), row, viewer)
        products: Any = await deployment.database.fetch(
            select(row.price, row.currency).where(row.id == self.product_id, seen)
        )
        if not products:
            return [None] * len(keys)
        price, currency = products[0]
        wanted = select(Customer.id, Customer.currency).where(Customer.id == keys_parameter(keys))
        rows: Any = await deployment.database.fetch(wanted)
        currencies = dict(rows)
        found: dict[int, list[Candidate]] = defaultdict(list)
        records: Any = await deployment.database.fetch(self._rules(keys))
        for customer, *values in records:
            found[customer].append(_candidate(*values))
        return [
            priced(Asked(price, currency, currencies.get(key, currency)), found[key])
            for key in keys
        ]

    def _rules(self, keys: list[int]) -> Select[*tuple[Any, ...]]:
        rule, customer, product = CustomerPriceRule, Customer, Product
        whom = {
            "CUSTOMER": rule.customer_id == customer.id,
            "SEGMENT": exists().where(
                CustomerSegment.customer_id == customer.id,
                CustomerSegment.keyword_id == rule.segment_id,
            ),
            "DISTRICT": rule.district_id == customer.district_id,
        }
        what = {
            "PRODUCT": rule.product_id == product.id,
            "PRODUCT_GROUP": rule.product_group_id == product.group_id,
            "OFFERING_AREA": exists().where(
                BasketProduct.product_id == product.id,
                BasketProduct.basket_id == rule.offering_area_id,
            ),
            "ALL": and_(
                rule.product_id.is_(None),
                rule.product_group_id.is_(None),
                rule.offering_area_id.is_(None),
            ),
        }
        return (
            select(
                customer.id,
                rule.id,
                rule.kind,
                _named(whom),
                _named(what),
                rule.percent,
                rule.price,
                rule.currency,
                rule.minimum_quantity,
                rule.valid_from,
            )
            .select_from(customer)
            .join(rule, or_(*whom.values()))
            .join(product, or_(*what.values()))
            .where(
                customer.id == keys_parameter(keys),
                product.id == self.product_id,
                rule.archived_at.is_(None),
                rule.minimum_quantity <= self.quantity,
                or_(rule.valid_from.is_(None), rule.valid_from <= self.day),
                or_(rule.valid_to.is_(None), rule.valid_to >= self.day),
            )
        )


def _named(conditions: dict[str, ColumnElement[bool]]) -> ColumnElement[str]:
    return case(*((condition, literal(name)) for name, condition in conditions.items()))


def _candidate(*record: Any) -> Candidate:
    key, kind, whom, what, *values = record
    return Candidate(key, kind, PriceReason[f"{whom}_{what}"], *values)
