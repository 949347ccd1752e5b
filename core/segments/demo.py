"""A demo dimension besides the one that is always there."""

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.segments.models import SegmentDimension

SIZE = {"fi": "Koko", "hr": "Veličina", "en": "Size"}


async def fill(session: AsyncSession) -> None:
    """Add the dimension whose segments stand among the demo keywords."""
    row = {"code": "SIZE", "labels": SIZE, "position": 20}
    await session.execute(insert(SegmentDimension).values(row))
