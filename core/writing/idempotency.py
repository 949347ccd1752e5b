"""Repeated requests: the same key gets the first answer, and nothing is written twice."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, Text, delete, false, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import BadInput, KortistoError
from core.models import Base

if TYPE_CHECKING:
    from core.deployment import Deployment

KEPT = timedelta(days=1)
LEASE = timedelta(minutes=5)
"""After this time without an answer a request counts as lost."""

LONGEST_KEY = 255


class KeyReused(KortistoError):
    """An idempotency key came with another request than the first time."""

    code = "IDEMPOTENCY_KEY_REUSED"


class KeyInUse(KortistoError):
    """The first request with an idempotency key still runs."""

    code = "IDEMPOTENCY_KEY_IN_USE"


class AnswerLost(KortistoError):
    """The first request with an idempotency key was carried out, and its answer was not kept."""

    code = "IDEMPOTENCY_ANSWER_LOST"


class IdempotencyKey(Base):
    """A request that must not be carried out twice; of its key only the SHA-256 is kept."""

    __tablename__ = "idempotency_key"

    employee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    written: Mapped[bool] = mapped_column(server_default=false())
    answer: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Claim:
    """The right to carry out a request."""

    employee_id: int
    key_hash: bytes
    claimed_at: datetime

    @property
    def of_row(self) -> tuple[object, ...]:
        """What picks its row, while nobody else took the claim over."""
        found = IdempotencyKey
        return (
            found.employee_id == self.employee_id,
            found.key_hash == self.key_hash,
            found.claimed_at == self.claimed_at,
        )


current_claim: ContextVar[Claim | None] = ContextVar("current_claim", default=None)
"""The claim of the request that is being carried out."""


async def claim(
    deployment: "Deployment", employee_id: int, key: str, request: bytes
) -> Claim | str:
    """The claim to a request, or the first answer to it.

    BadInput for an unusable key; KeyReused, KeyInUse or AnswerLost if it cannot be answered.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise BadInput(f"Send as Idempotency-Key 1 to {LONGEST_KEY} printable characters.")
    now, hashed = deployment.clock.now(), sha256(request).digest()
    made = Claim(employee_id, sha256(key.encode()).digest(), now)
    async with deployment.database.writing() as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at < now))
        if await _is_first(session, made, hashed):
            return made
        return await _repeated(session, made, hashed)


async def note_written(session: AsyncSession) -> None:
    """Note in a transaction that the request wrote something; KeyInUse undoes it if the claim is
    lost, because the request took too long and was repeated meanwhile.
    """
    if (claimed := current_claim.get()) is None:
        return
    noted = update(IdempotencyKey).where(*claimed.of_row).values(written=True)  # type: ignore[arg-type]
    if await session.scalar(noted.returning(IdempotencyKey.employee_id)) is None:
        raise _in_use()


async def settle(
    deployment: "Deployment", claimed: Claim, answer: str | None, failed: bool
) -> None:
    """Keep the answer, or let go of the key if the request failed before it wrote anything.

    Of a request without an answer to keep, only the fact that it wrote something is kept.
    """
    row = IdempotencyKey
    async with deployment.database.writing() as session:
        if failed or answer is None:
            unused = delete(row).where(*claimed.of_row, ~row.written)  # type: ignore[arg-type]
            await session.execute(unused)
        await session.execute(update(row).where(*claimed.of_row).values(answer=answer or ""))  # type: ignore[arg-type]


async def _is_first(session: AsyncSession, made: Claim, hashed: bytes) -> bool:
    row = insert(IdempotencyKey).values(
        employee_id=made.employee_id,
        key_hash=made.key_hash,
        request_hash=hashed,
        claimed_at=made.claimed_at,
        expires_at=made.claimed_at + KEPT,
    )
    first = row.on_conflict_do_nothing().returning(IdempotencyKey.employee_id)
    return await session.scalar(first) is not None


async def _repeated(session: AsyncSession, made: Claim, hashed: bytes) -> Claim | str:
    key = (made.employee_id, made.key_hash)
    found = await session.get_one(IdempotencyKey, key, with_for_update=True)
    if found.request_hash != hashed:
        raise KeyReused("This Idempotency-Key came with another request: use a new one.")
    if found.answer:
        return found.answer
    if found.answer is None and found.claimed_at + LEASE > made.claimed_at:
        raise _in_use()
    if found.written:
        raise AnswerLost(
            "The request was carried out, and its answer is not kept: read what it wrote."
        )
    found.claimed_at = made.claimed_at
    return made


def _in_use() -> KeyInUse:
    return KeyInUse("The first request with this Idempotency-Key still runs: repeat it later.")
