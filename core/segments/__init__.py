"""Segmentation: dimensions that administrators make, and values that records carry."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.segments import demo, mutations, queries
from core.segments.types import SegmentDimension


@hookimpl
def register_types() -> Iterable[type]:
    return [SegmentDimension]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, mutations.dimension_writes]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session)
