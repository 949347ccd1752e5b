"""Taking a slot: a database role that, for a while, reads what one viewer may see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.deployment import Deployment
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_search.errors import Unavailable
from plugins.pupesoft_tools.sql_search.models import SearchSlot
from plugins.pupesoft_tools.sql_search.roles import (
    prepare,
    refuse_open_tables,
    role_prefix,
    schema_of,
)
from plugins.pupesoft_tools.sql_search.views import Shape, script, shape_of

MARGIN_SECONDS = 30
"""How much longer than its search a slot is taken: a process that dies cannot give it back."""

BUSY = "All SQL searches that may run at once are running: try again in a few seconds."


@dataclass(frozen=True)
class Slot:
    """A role to sign in with, and the schema with the views that it may read."""

    role: str
    password: str
    schema: str


class Slots:
    """The slots of a deployment."""

    def __init__(self, deployment: Deployment, count: int, seconds: float) -> None:
        self._deployment = deployment
        self._count = count
        self._lasts = timedelta(seconds=seconds + MARGIN_SECONDS)

    @asynccontextmanager
    async def taken(self, viewer: Viewer) -> AsyncIterator[Slot]:
        """A slot for a viewer alone; Unavailable if none is free, or none can be made."""
        lease = str(uuid4())
        slot = await self._take(viewer, lease)
        if slot is None:
            await prepare(self._deployment.database, self._count)
            slot = await self._take(viewer, lease)
        if slot is None:
            raise Unavailable(BUSY)
        try:
            yield slot
        finally:
            await self._give_back(lease)

    async def _take(self, viewer: Viewer, lease: str) -> Slot | None:
        shape = await asyncio.to_thread(shape_of, self._deployment.registry, viewer)
        async with self._deployment.database.engine.begin() as connection:
            number = await self._free(connection, shape)
            if number is None:
                return None
            slot = await self._lease(connection, number, viewer, lease)
            if await _mark(connection, slot.schema) != shape.mark:
                await _make(connection, slot, shape)
        return slot

    async def _free(self, connection: AsyncConnection, shape: Shape) -> int | None:
        """The number of a free slot, rather one whose views need not be made."""
        known = text("SELECT rolname FROM pg_roles").columns(rolname=SearchSlot.role.type)
        free = SearchSlot.leased_until.is_(None) | (
            SearchSlot.leased_until < func.clock_timestamp()
        )
        schema = func.to_regnamespace(func.concat("sql_search_", SearchSlot.number))
        comment = func.obj_description(schema, "pg_namespace")
        prefix = await role_prefix(connection)
        return await connection.scalar(
            select(SearchSlot.number)
            .where(free, SearchSlot.number <= self._count)
            .where(SearchSlot.role == func.concat(prefix, SearchSlot.number))
            .where(SearchSlot.role.in_(known.subquery().select()))
            .order_by(comment.is_distinct_from(shape.mark), SearchSlot.number)
            .limit(1)
            .with_for_update(skip_locked=True)
        )

    async def _lease(
        self, connection: AsyncConnection, number: int, viewer: Viewer, lease: str
    ) -> Slot:
        values = {
            "lease": lease,
            "leased_until": func.clock_timestamp() + self._lasts,
            "employee_id": viewer.employee_id,
            "today": self._deployment.clock.today(),
        }
        taken = update(SearchSlot).where(SearchSlot.number == number).values(values)
        found = await connection.execute(taken.returning(SearchSlot.role, SearchSlot.password))
        row = found.one()
        return Slot(row.role, row.password, schema_of(number))

    async def _give_back(self, lease: str) -> None:
        free = {"lease": None, "leased_until": None, "employee_id": None, "today": None}
        async with self._deployment.database.engine.begin() as connection:
            await connection.execute(
                update(SearchSlot).where(SearchSlot.lease == lease).values(free)
            )


async def _mark(connection: AsyncConnection, schema: str) -> str | None:
    comment = text("SELECT obj_description(to_regnamespace(:schema), 'pg_namespace')")
    found: str | None = (await connection.execute(comment, {"schema": schema})).scalar()
    return found


async def _make(connection: AsyncConnection, slot: Slot, shape: Shape) -> None:
    """Make the views of a slot anew."""
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if driver is None:
        raise Unavailable(BUSY)
    await driver.execute(script(slot.schema, slot.role, shape))
    await refuse_open_tables(connection, slot.role, slot.schema)
