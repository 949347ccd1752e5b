"""Projects of customers and their participants."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.projects import demo, fields, mutations, queries
from core.projects.permissions import ProjectPermission
from core.projects.types import Project, ProjectParticipant


@hookimpl
def register_types() -> Iterable[type]:
    return [Project, ProjectParticipant]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields, fields.customer, mutations.project_writes, mutations.participant_writes]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [ProjectPermission]


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
