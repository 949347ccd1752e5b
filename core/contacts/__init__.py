"""Contacts: the people at a customer."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.contacts import demo, fields, mutations, queries
from core.contacts.permissions import ContactPermission
from core.contacts.types import Contact
from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl


@hookimpl
def register_types() -> Iterable[type]:
    return [Contact]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, fields.customer, mutations.contact_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ContactPermission]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
