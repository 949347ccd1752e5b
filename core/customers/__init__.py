"""Customers: the organisations we sell to."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.customers import demo, mutations, queries
from core.customers.permissions import CustomerPermission
from core.customers.types import Customer
from core.customers.visibility import REASONS
from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.visibility import Reason


@hookimpl
def register_types() -> Iterable[type]:
    return [Customer]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, mutations.customer_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [CustomerPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
