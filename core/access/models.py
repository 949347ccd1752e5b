"""What proves who somebody is: sessions, API tokens, and the attempts to sign in."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Identity,
    Index,
    LargeBinary,
    String,
    Text,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import Email, EmployeeKey, Name
from core.models import Base, Identified


class SignInSession(Base):
    """A browser that is signed in. Only the SHA-256 of its random id is kept."""

    __tablename__ = "sign_in_session"

    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    employee_id: Mapped[EmployeeKey]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Base, Identified):
    """A program's way in, as the employee and at most with the scopes. Only its SHA-256 is kept."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="expires_later"),)

    employee_id: Mapped[EmployeeKey]
    name: Mapped[Name]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A try to sign in with a password, kept for a day."""

    __tablename__ = "sign_in_attempt"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        Index("ix_sign_in_attempt_email_at", "email", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    email: Mapped[Email]
    address: Mapped[str] = mapped_column(String(45))
    succeeded: Mapped[bool] = mapped_column(Boolean)
