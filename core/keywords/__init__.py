"""Keywords: lists of values that administrators edit."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.keywords import demo, fields, mutations, queries
from core.keywords.permissions import KeywordPermission
from core.keywords.types import Keyword


@hookimpl
def register_types() -> Iterable[type]:
    return [Keyword]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, fields.label, mutations.keyword_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [KeywordPermission]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
