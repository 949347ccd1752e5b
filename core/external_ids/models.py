"""By what names other systems know our records."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import CustomerKey
from core.models import Base, Identified, Stamped


class ExternalId(Base, Identified, Stamped):
    """A record of an entity is `external_id` in the system `source`, which last changed it when."""

    __tablename__ = "external_id"
    __table_args__ = (
        UniqueConstraint("entity", "source", "external_id"),
        Index("ix_external_id_entity_record_id", "entity", "record_id"),
    )

    entity: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(60))
    external_id: Mapped[str] = mapped_column(String(200))
    record_id: Mapped[int]
    customer_id: Mapped[CustomerKey | None]
    source_updated_at: Mapped[datetime | None]
