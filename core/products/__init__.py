"""Products, and the baskets that group them."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.products import demo, mutations, queries
from core.products.permissions import ProductPermission
from core.products.types import Product, ProductBasket


@hookimpl
def register_types() -> Iterable[type]:
    return [Product, ProductBasket]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, mutations.product_writes, mutations.basket_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ProductPermission]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
