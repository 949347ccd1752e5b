"""Products, and the baskets that group them."""

from sqlalchemy import ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import KeywordKey, iso_currency, not_negative, stored
from core.models import Base, Currency, Money, Record
from core.naming import Named
from core.products.enums import BasketType
from core.searching import search_index, searched


class Product(Record, Named):
    """Something we sell, with its selling price."""

    __tablename__ = "product"
    __table_args__ = (
        not_negative("price"),
        iso_currency(),
        Index("ix_product_name_sort_id", "name_sort", "id"),
        search_index("product"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    price: Mapped[Money | None]
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    unit: Mapped[str | None] = mapped_column(String(20))
    department_id: Mapped[KeywordKey | None]
    group_id: Mapped[KeywordKey | None]
    active: Mapped[bool] = mapped_column(server_default=true())
    search_text: Mapped[str] = mapped_column(Text, searched("number", "name"))


class ProductBasket(Record, Named):
    """A set of products. One of type WALLET_SHARE is an offering area."""

    __tablename__ = "product_basket"
    __table_args__ = (Index("ix_product_basket_name_sort_id", "name_sort", "id"),)

    type: Mapped[BasketType] = mapped_column(stored(BasketType, "type"), server_default="GENERAL")
    active: Mapped[bool] = mapped_column(server_default=true())


class BasketProduct(Base):
    """A basket holds a product."""

    __tablename__ = "basket_product"

    basket_id: Mapped[int] = mapped_column(
        ForeignKey("product_basket.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True, index=True
    )
