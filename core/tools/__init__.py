"""Module tools: actions on records, made of kinds that plugins bring."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.tools import demo, fields, mutations, queries
from core.tools.kind import AnyToolKind
from core.tools.kinds.create_record import CreateRecord
from core.tools.kinds.set_fields import SetFields
from core.tools.permissions import ToolPermission
from core.tools.types import ModuleTool


@hookimpl
def register_types() -> Iterable[type]:
    return [ModuleTool]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        queries.module_tools,
        queries.tool_kinds,
        fields.label,
        fields.broken_because,
        mutations.tool_writes,
        mutations.run_module_tool,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ToolPermission]


@hookimpl
def register_tool_kinds() -> Iterable[AnyToolKind[Any, Any]]:
    return [CreateRecord(), SetFields()]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
