"""Declarations of a plugin that only tests have, and schemas with them."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Any

from graphql import GraphQLSchema
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core import (
    Node,
    Reason,
    column,
    entity,
    expression,
)
from core.declare import Contribution
from core.deployment import declarations
from core.plugins import discover, load_plugins
from core.registry import Registry
from schema.composition import Schema
from tests import factories as make
from tests.api import Answer, Api, deployment_on


class Right(StrEnum):
    READ = "alpha:read"


class Tables(DeclarativeBase):
    """Tables of these tests, which no migration knows."""


class Thing(Tables):
    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]


def registry_of(names: Iterable[str] = ()) -> Registry:
    return declarations(load_plugins(names, discover()))


def built(schema: Schema) -> GraphQLSchema:
    """The schema as clients see it."""
    return schema._schema  # noqa: SLF001 - Strawberry has no other way to it


def number() -> Any:
    return expression(int | None, "A number.", lambda row, viewer: row.id)


def entity_with(name: str = "Gadget", fields: Any = None, **options: Any) -> type:
    body = {"__doc__": "A thing.", **(fields or {"name": column("Its name.")})}
    return entity(Thing, **options)(type(name, (Node,), body))


@asynccontextmanager
async def extended(url: str, *added: Any) -> AsyncIterator[Api]:
    """The API with more declarations, over one customer and one keyword."""
    registry = registry_of(["opportunities"])
    registry.add_permissions("alpha", Right)
    for item in added:
        if isinstance(item, Contribution):
            registry.add_fields("alpha", item)
        elif isinstance(item, Reason):
            registry.add_reason("alpha", item)
        else:
            registry.add_type("alpha", item)
    deployment = replace(deployment_on(url), registry=registry)
    api = Api(deployment)
    await make.save(api, make.customer(1, name="Åbo"), make.keyword(1, "SEGMENT", "A"))
    yield api
    await deployment.close()


async def answered(url: str, query: str, *added: Any, rights: Iterable[str] = ()) -> Answer:
    """The answer to a viewer who has all rights but those of the added declarations."""
    async with extended(url, *added) as api:
        known = set(api.deployment.registry.permissions) - set(Right)
        return await api(query, api.viewer(1, {*known, *rights}))
