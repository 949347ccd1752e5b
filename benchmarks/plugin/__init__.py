"""Bench: what a customer card will hold and no plugin brings yet, for benchmarks alone."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.plugin import demo, fields
from benchmarks.plugin.types import MoneyCell
from core import Contribution, hookimpl
from core.demo import DemoWorld

depends_on = ("opportunities",)


@hookimpl
def register_types() -> Iterable[type]:
    return [MoneyCell]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [fields.customer, fields.caption, fields.price]


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session)
