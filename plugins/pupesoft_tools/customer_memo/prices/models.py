"""What prices and discounts were agreed, with whom, for what."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey, KeywordKey, interval, iso_currency, not_negative, stored
from core.models import Currency, Money, Record
from plugins.pupesoft_tools.customer_memo.prices.enums import PriceRuleKind


class CustomerPriceRule(Record):
    """A price or discount for one customer, segment or district, and for a product, product group,
    offering area, or (a discount) all products.
    """

    __tablename__ = "customer_price_rule"
    __table_args__ = (
        CheckConstraint("num_nonnulls(customer_id, segment_id, district_id) = 1", name="one_whom"),
        CheckConstraint(
            "num_nonnulls(product_id, product_group_id, offering_area_id) <= 1", name="one_what"
        ),
        CheckConstraint(
            "CASE kind WHEN 'DISCOUNT' THEN percent IS NOT NULL AND price IS NULL "
            "ELSE price IS NOT NULL AND percent IS NULL AND "
            "num_nonnulls(product_id, product_group_id, offering_area_id) = 1 END",
            name="kind_value",
        ),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        not_negative("price"),
        not_negative("minimum_quantity"),
        iso_currency(),
        interval("valid_from", "valid_to"),
        Index("ix_customer_price_rule_product_id", "product_id"),
    )

    kind: Mapped[PriceRuleKind] = mapped_column(stored(PriceRuleKind, "kind"))
    customer_id: Mapped[CustomerKey | None]
    segment_id: Mapped[KeywordKey | None]
    district_id: Mapped[KeywordKey | None]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    product_group_id: Mapped[KeywordKey | None]
    offering_area_id: Mapped[int | None] = mapped_column(
        ForeignKey("product_basket.id"), index=True
    )
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    price: Mapped[Money | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    minimum_quantity: Mapped[Decimal] = mapped_column(Numeric(14, 4), server_default="0")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
