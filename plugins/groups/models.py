"""Groups of customers: one for each customer at most, and special ones of which it has many."""

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, Record
from core.naming import Named

MOST_DIMENSIONS = 4

IN_USE = text("archived_at IS NULL")


class CustomerGroup(Record, Named):
    """A group of customers with its number series, the default coding of its sales, and sellers.

    `dimensions` are the accounting dimensions, level by level.
    """

    __tablename__ = "customer_group"
    __table_args__ = (
        CheckConstraint("number_start ~ '^[1-9][0-9]{0,14}$'", name="number_start_number"),
        CheckConstraint("cardinality(dimensions) <= 4", name="dimensions_number"),
        Index("uq_customer_group_name", "name", unique=True, postgresql_where=IN_USE),
        Index("ix_customer_group_name_sort_id", "name_sort", "id"),
    )

    number_start: Mapped[str | None] = mapped_column(String(15))
    ledger_account: Mapped[str | None] = mapped_column(String(20))
    dimensions: Mapped[list[str]] = mapped_column(ARRAY(String(60)), server_default="{}")


class CustomerGroupMember(Base):
    """A customer is in a group; its key lets it be in one only."""

    __tablename__ = "customer_group_member"

    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("customer_group.id"), index=True)


class CustomerGroupSeller(Base):
    """An employee sells to the customers of a group."""

    __tablename__ = "customer_group_seller"

    group_id: Mapped[int] = mapped_column(ForeignKey("customer_group.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(
        ForeignKey("employee.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SpecialGroup(Record, Named):
    """A label that any number of customers bear."""

    __tablename__ = "special_group"
    __table_args__ = (
        Index("uq_special_group_name", "name", unique=True, postgresql_where=IN_USE),
        Index("ix_special_group_name_sort_id", "name_sort", "id"),
    )

    description: Mapped[str | None] = mapped_column(String(500))


class SpecialGroupMember(Base):
    """A customer is in a special group."""

    __tablename__ = "special_group_member"

    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("special_group.id"), primary_key=True, index=True
    )
