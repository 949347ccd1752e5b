"""Who writes, where to, in which transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, false
from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Entity
from core.declare.field import Alias
from core.reading.visible import visible
from core.viewer import Viewer
from core.writing.change import Change
from core.writing.session import SYSTEM, WriteSession

if TYPE_CHECKING:
    from core.deployment import Deployment


@dataclass(frozen=True)
class Writing:
    """A transaction of a viewer."""

    deployment: "Deployment"
    viewer: Viewer
    session: AsyncSession

    @property
    def actor_id(self) -> int | None:
        """The employee who writes; None if it is nobody who signed in."""
        return None if self.viewer.via == SYSTEM else self.viewer.employee_id

    def sees(self, entity: Entity, row: Alias) -> ColumnElement[bool]:
        """Whether the viewer may see a row."""
        if entity.read is not None and not self.viewer.may(entity.read):
            return false()
        return visible(self.deployment.registry, entity, row, self.viewer)

    def note(self, change: Change) -> None:
        """Add a change that no ORM object shows to the log."""
        cast(WriteSession, self.session.sync_session).note(change)


def system_viewer(deployment: "Deployment") -> Viewer:
    """Somebody with all permissions, for jobs and the command line; the log names nobody."""
    return Viewer(0, frozenset(deployment.registry.permissions), SYSTEM)


@asynccontextmanager
async def transaction(deployment: "Deployment", viewer: Viewer) -> AsyncIterator[Writing]:
    """A transaction that commits at the end, or is undone by an exception."""
    async with deployment.database.writing(viewer) as session:
        yield Writing(deployment, viewer, session)
