"""The database roles that searches sign in with, one for each search that may run at once."""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.database import Database
from plugins.pupesoft_tools.sql_search.errors import Unavailable
from plugins.pupesoft_tools.sql_search.models import SearchSlot
from plugins.pupesoft_tools.sql_search.scram import verifier

INSUFFICIENT = "42501"
"""PostgreSQL's code for what a user may not do."""

NO_ROLES = (
    "SQL search needs database roles of its own, and the database user of this deployment may not "
    "make them. Ask its administrator to run `kortisto sql-search prepare --admin-url …`, or to "
    "give the user CREATEROLE."
)

MAKE = (
    'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION '
    "NOBYPASSRLS CONNECTION LIMIT 1 PASSWORD '{verifier}'"
)

OPEN_TO_ALL = """
    SELECT format('%I.%I', s.nspname, r.relname)
    FROM pg_class r JOIN pg_namespace s ON s.oid = r.relnamespace
    WHERE r.relkind IN ('r', 'v', 'm', 'f', 'p') AND s.nspname !~ '^(pg_|information_schema$)'
    AND s.nspname <> :schema AND has_schema_privilege(:role, s.oid, 'USAGE')
    AND (has_any_column_privilege(:role, r.oid, 'SELECT, INSERT, UPDATE')
        OR has_table_privilege(:role, r.oid, 'DELETE, TRUNCATE'))
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
        AND d.objid = r.oid AND d.deptype = 'e')
    UNION ALL
    SELECT f.oid::regprocedure::text
    FROM pg_proc f JOIN pg_namespace s ON s.oid = f.pronamespace
    WHERE f.prosecdef AND s.nspname !~ '^(pg_|information_schema$)'
    AND has_schema_privilege(:role, s.oid, 'USAGE')
    AND has_function_privilege(:role, f.oid, 'EXECUTE')
    LIMIT 1
"""


async def role_prefix(connection: AsyncConnection) -> str:
    """What the names of this database's roles begin with; roles belong to all databases."""
    oid = text("SELECT oid::text FROM pg_database WHERE datname = current_database()")
    return f"kortisto_search_{(await connection.execute(oid)).scalar_one()}_"


async def prepare(database: Database, count: int) -> Sequence[str]:
    """Make the roles that are missing, and tell their names; Unavailable if that is not allowed."""
    try:
        async with database.engine.begin() as connection:
            return await _prepare(connection, count)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == INSUFFICIENT:
            raise Unavailable(NO_ROLES) from error
        raise


async def remove(database: Database) -> Sequence[str]:
    """Drop the roles of this database and their views, and tell their names."""
    async with database.engine.begin() as connection:
        prefix = await role_prefix(connection)
        slots = (await connection.execute(select(SearchSlot.number, SearchSlot.role))).all()
        for number, role in slots:
            await _drop(connection, schema_of(number), role if role.startswith(prefix) else None)
        await connection.execute(delete(SearchSlot))
    return [role for _, role in slots]


def schema_of(number: int) -> str:
    """The schema of the views of a slot."""
    return f"sql_search_{number}"


async def refuse_open_tables(connection: AsyncConnection, role: str, schema: str) -> None:
    """Raise Unavailable if the role could reach more than its views."""
    found = await connection.execute(text(OPEN_TO_ALL), {"role": role, "schema": schema})
    if name := found.scalar():
        raise Unavailable(
            f"SQL search is off, because every database role may use {name}: revoke that from "
            "PUBLIC."
        )


async def _prepare(connection: AsyncConnection, count: int) -> Sequence[str]:
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("sql_search.roles"))))
    prefix = await role_prefix(connection)
    wanted = {number: f"{prefix}{number}" for number in range(1, count + 1)}
    known = text(
        "SELECT s.number, s.role FROM sql_search_slot s JOIN pg_roles r ON r.rolname = s.role"
    )
    rows = (await connection.execute(known)).all()
    found = {row.number: row.role for row in rows}
    made = [number for number, role in wanted.items() if found.get(number) != role]
    for number in made:
        await _make(connection, number, wanted[number])
    return [wanted[number] for number in made]


async def _make(connection: AsyncConnection, number: int, role: str) -> None:
    password = secrets.token_urlsafe(32)
    exists = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
    if (await connection.execute(exists, {"role": role})).scalar_one():
        await _drop(connection, schema_of(number), role)
    made = MAKE.format(role=role, verifier=verifier(password))
    await connection.exec_driver_sql(made)
    await connection.execute(delete(SearchSlot).where(SearchSlot.number == number))
    slot = {"number": number, "role": role, "password": password}
    await connection.execute(insert(SearchSlot).values(slot))


async def _drop(connection: AsyncConnection, schema: str, role: str | None) -> None:
    await connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
    if role is not None:
        await connection.exec_driver_sql(f'DROP ROLE IF EXISTS "{role}"')
