"""The walls of SQL search one by one, and what an attack must not reach."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text, update

from core.customers.models import Customer
from core.employees.models import Employee
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_search.checking import Checked, check
from plugins.pupesoft_tools.sql_search.parameters import Parameter
from plugins.pupesoft_tools.sql_search.reading import result_of
from plugins.pupesoft_tools.sql_search.roles import remove
from plugins.pupesoft_tools.sql_search.slots import Slot, Slots
from plugins.pupesoft_tools.sql_search.views import shape_of
from tests.database import Databases
from tests.world import OWNER, World, small_world

SEEN = (1, 6)
"""The customers that their owner sees."""

MARK = "HIDDEN"
"""Stands in every value that he must not see."""

SECONDS = 0.5
"""What a search of an attack may take."""

SLOTS = 2
"""How many searches may run at once."""

ATTACKS = Path(__file__).with_name("attacks.sql")
HONEST = Path(__file__).with_name("honest.sql")


def sections(path: Path) -> Iterator[tuple[str, str]]:
    """The searches in a file, each with the title of its section."""
    title = ""
    for line in re.split(r"^--(?=[#\n])", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading, _, sql = line.partition("\n")
        title = heading.removeprefix("#").strip() or title
        if sql.strip():
            yield title, sql.strip()


@dataclass(frozen=True)
class Walls:
    """A world with hidden rows and columns, and the ways to search it."""

    world: World
    slots: Slots

    @property
    def seller(self) -> Viewer:
        return self.world.reader(OWNER, "sql_search:run", "sql_search:write")

    async def database_alone(self, sql: str, viewer: Viewer | None = None) -> list[Sequence[Any]]:
        """What the text as it is gives, as the role of a slot."""
        async with self.slots.taken(viewer or self.seller) as slot:
            return await self.rows(slot, sql)

    async def parser_alone(self, sql: str) -> list[Sequence[Any]]:
        """What a text that the parser lets through gives, as the user who owns the tables."""
        checked = self.checked(sql)
        async with self.slots.taken(self.seller) as slot, self.as_owner() as own:
            return await self.rows(own, checked.sql(slot.schema, 1000))

    async def both(
        self, sql: str, viewer: Viewer | None = None, seconds: float = SECONDS
    ) -> list[Sequence[Any]]:
        """What a text gives that both walls let through."""
        checked = self.checked(sql, viewer)
        async with self.slots.taken(viewer or self.seller) as slot:
            return await self.rows(slot, checked.sql(slot.schema, 1000), seconds)

    def checked(
        self, sql: str, viewer: Viewer | None = None, parameters: Sequence[Parameter] = ()
    ) -> Checked:
        shape = shape_of(self.world.api.deployment.registry, viewer or self.seller)
        return check(sql, shape.columns, parameters)

    async def rows(
        self, slot: Slot, sql: str, seconds: float = SECONDS, arguments: Sequence[Any] = ()
    ) -> list[Sequence[Any]]:
        deployment = self.world.api.deployment
        found: list[Sequence[Any]] = []
        async with result_of(
            deployment, slot, sql, arguments, seconds=seconds, rows=1000
        ) as result:
            async for batch in result.batches:
                found.extend(batch)
        return found

    @asynccontextmanager
    async def as_owner(self) -> AsyncIterator[Slot]:
        """A slot of the deployment's own database user, who may read and change all its tables."""
        url = self.world.api.deployment.database.engine.url
        values = {"role": url.username, "password": url.password, "employee_id": OWNER}
        await self._run(
            "INSERT INTO sql_search_slot (number, role, password, employee_id, today, leased_until)"
            " VALUES (99, :role, :password, :employee_id, '2026-03-15', now() + interval '1 hour')",
            values,
        )
        try:
            yield Slot(str(url.username), str(url.password), "public")
        finally:
            await self._run("DELETE FROM sql_search_slot WHERE number = 99")

    async def state(self) -> Mapping[str, str]:
        """A digest of every table, sequences and roles included, but for the slots."""
        names = await self._rows(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname !~ "
            "'^(pg_|information_schema)' AND tablename <> 'sql_search_slot'"
        )
        tables = {
            name: await self._digest(f"SELECT t::text AS row FROM {name} t") for (name,) in names
        }
        others = {
            "schemas": "SELECT nspname || coalesce(nspacl::text, '') AS row FROM pg_namespace "
            "WHERE nspname !~ '^(pg_|sql_search_)'",
            "roles": "SELECT a::text AS row FROM pg_roles a WHERE rolname !~ '^kortisto_search'",
            "sequences": "SELECT s::text AS row FROM pg_sequences s",
            "functions": "SELECT proname AS row FROM pg_proc",
        }
        return tables | {name: await self._digest(sql) for name, sql in others.items()}

    async def _digest(self, sql: str) -> str:
        found = await self._rows(
            f"SELECT md5(coalesce(string_agg(row, ',' ORDER BY row), '')) FROM ({sql}) s"
        )
        return str(found[0][0])

    async def _rows(self, sql: str) -> Sequence[Sequence[Any]]:
        return await self.world.api.deployment.database.fetch(text(sql))

    async def _run(self, sql: str, values: Mapping[str, object] | None = None) -> None:
        async with self.world.api.deployment.database.engine.begin() as connection:
            await connection.execute(text(sql), values)


@asynccontextmanager
async def two_walls(databases: Databases) -> AsyncIterator[Walls]:
    """The walls around the small world, in which all that is hidden says so."""
    async with small_world(databases) as world:
        deployment = world.api.deployment
        async with deployment.database.engine.begin() as connection:
            hidden = Customer.id.not_in(SEEN)
            await connection.execute(update(Customer).where(hidden).values(name=f"{MARK} customer"))
            await connection.execute(update(Employee).values(password_hash=f"{MARK} hash"))
        try:
            yield Walls(world, Slots(deployment, SLOTS, 10))
        finally:
            await remove(deployment.database)
