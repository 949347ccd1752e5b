"""What every table shares: naming of constraints, keys, versions, time stamps, archiving."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, Identity, MetaData, Numeric, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Money = Annotated[Decimal, mapped_column(Numeric(14, 2))]
"""An amount with two decimals, at most 999,999,999,999.99; a `currency` stands beside it."""

Currency = Annotated[str, mapped_column(String(3), info={"format": "currency"})]
"""ISO 4217 code."""


class Base(DeclarativeBase):
    """Base of every model, of the core and of plugins."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True), int: BigInteger}  # noqa: RUF012


class Computed(Base):
    """Base of rows that a statement computes: there is no such table."""

    __abstract__ = True
    metadata = MetaData()


class Identified:
    """A row with a key of its own."""

    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)


class Stamped:
    """When the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class Versioned:
    """A row whose update must name the version it started from; the version grows by one."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}


class Archivable:
    """A row that is archived instead of deleted; null means it is in use."""

    archived_at: Mapped[datetime | None]


class Record(Base, Identified, Stamped, Versioned, Archivable):
    """A versioned, archivable row of an entity that people edit."""

    __abstract__ = True
