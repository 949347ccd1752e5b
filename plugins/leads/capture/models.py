"""Web forms, and how often they were used of late."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey
from core.models import Base, Record
from core.naming import Named

HONEYPOT = "homepage_url"
"""What the field is called that people do not see, unless an administrator says otherwise."""


class LeadForm(Record, Named):
    """A web form. Of its key only the SHA-256 is kept; without one it takes nothing.

    `fields` maps what the form calls a field to what a lead does, to `data.KEY`, or to null for
    what is left out.
    """

    __tablename__ = "lead_form"
    __table_args__ = (
        CheckConstraint("jsonb_typeof(fields) = 'object'", name="fields_object"),
        Index("ix_lead_form_name_sort_id", "name_sort", "id"),
    )

    key_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    owner_id: Mapped[EmployeeKey | None]
    lead_source: Mapped[str | None] = mapped_column(String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    honeypot: Mapped[str] = mapped_column(String(100), server_default=HONEYPOT)
    redirect_url: Mapped[str | None] = mapped_column(String(500))


class LeadFormUse(Base):
    """How often an address used a form in a minute; the address '' stands for all together."""

    __tablename__ = "lead_form_use"
    __log__: ClassVar[bool] = False

    form_id: Mapped[int] = mapped_column(ForeignKey("lead_form.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(45), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    number: Mapped[int] = mapped_column(Integer)
