"""Emptying a database that a test has used, so that the next one may have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import asyncpg

from tests.waiting import until

USES = 200
"""How many tests use a database; what they deleted stays in its files."""

CLEANER = "cleaner"
"""The name by which PostgreSQL lists the connections that tests must leave alone."""

TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""

SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"

RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL AND NOT sequencename = ANY ($1)
"""

DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND NOT (application_name = 'kept' AND state = 'idle')
"""

SHAPE = """
SELECT md5(concat(
  (SELECT string_agg(concat(oid, relname, relacl), ',' ORDER BY oid) FROM pg_class
    WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace),
  (SELECT string_agg(concat(attrelid, attname, atttypid, attnotnull, attacl), ','
    ORDER BY attrelid, attnum) FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0),
  (SELECT string_agg(concat(oid, conname, convalidated), ',' ORDER BY oid) FROM pg_constraint),
  (SELECT string_agg(concat(oid, nspname, nspacl), ',' ORDER BY oid) FROM pg_namespace),
  (SELECT string_agg(concat(oid, prosrc), ',' ORDER BY oid) FROM pg_proc WHERE oid >= 16384),
  (SELECT string_agg(concat(oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
  (SELECT string_agg(concat(oid, polname), ',' ORDER BY oid) FROM pg_policy),
  (SELECT string_agg(concat(setrole, setconfig), ',') FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))))
"""


@dataclass
class Recycled:
    """A database, over a connection of its own, and what it was like when it was new."""

    url: str
    connection: asyncpg.Connection
    empty: Sequence[str]
    """The tables without rows."""
    seeded: Sequence[str]
    """The others."""
    sequences: Sequence[str]
    """Those that have been used."""
    shape: str
    seeds: Sequence[str]
    uses: int = 0

    @classmethod
    async def new(cls, url: str, dsn: str) -> Self:
        connection = await asyncpg.connect(dsn, server_settings={"application_name": CLEANER})
        tables = [row[0] for row in await connection.fetch(TABLES)]
        seeded = await filled(connection, tables)
        sequences = [row[0] for row in await connection.fetch(SEQUENCES)]
        empty = sorted({*tables} - {*seeded})
        shape, seeds = await connection.fetchval(SHAPE), await contents(connection, seeded)
        return cls(url, connection, empty, seeded, sequences, shape, seeds)

    async def clean(self) -> bool:
        """Take away what a test left; False if its structure or its seeds are others now."""
        self.uses += 1
        if self.uses > USES or self.connection.is_closed():
            return False
        await until(self._is_alone)
        if await self.connection.fetchval(SHAPE) != self.shape:
            return False
        if used := await filled(self.connection, self.empty):
            # one statement, so that rows that refer to each other go together
            parts = (f"d{n} AS (DELETE FROM {table})" for n, table in enumerate(used))
            await self.connection.execute(f"WITH {', '.join(parts)} SELECT")
        await self.connection.fetch(RESTART, self.sequences)
        return await contents(self.connection, self.seeded) == self.seeds

    async def _is_alone(self) -> bool:
        # whether they have ended, PostgreSQL itself looks every tenth of a second only
        return not await self.connection.fetch(DISCONNECT)


async def filled(connection: asyncpg.Connection, tables: Sequence[str]) -> Sequence[str]:
    """The tables that have rows."""
    asked = " UNION ALL ".join(
        f"SELECT {n} WHERE EXISTS (SELECT FROM {table})" for n, table in enumerate(tables)
    )
    return [tables[row[0]] for row in await connection.fetch(asked)]


async def contents(connection: asyncpg.Connection, tables: Sequence[str]) -> Sequence[str]:
    """Tells the rows of tables."""
    rows = (f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {t} t" for t in tables)
    return [row[0] for row in await connection.fetch(" UNION ALL ".join(rows))]
