"""What can be downloaded, and the key that addresses are signed with."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Base, Identified


class Download(Base, Identified):
    """A file that somebody may fetch until it expires; it is made when it is fetched."""

    __tablename__ = "download"
    __log__: ClassVar[bool] = False

    kind: Mapped[str] = mapped_column(String(60))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class DownloadKey(Base):
    """The one key of the deployment; without it no address can be made up."""

    __tablename__ = "download_key"
    __log__: ClassVar[bool] = False
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(Text)
