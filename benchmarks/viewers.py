"""Who looks at the data: employees with API tokens, and PostGraphile's role."""

import secrets
from typing import NamedTuple

from sqlalchemy import URL

from benchmarks.database import ROOT, connected, deployment_on
from core.employees.demo import ADMIN_EMAIL, SELLER_EMAIL
from kortisto.staff import create_api_token

READING = ("customers", "contacts", "employees", "keywords", "products", "opportunities")
SCOPES = [f"{what}:read" for what in READING]
READER = "bench_reader"


class Tokens(NamedTuple):
    """Of an employee who sees every customer, and of a seller who sees his own."""

    all: str
    seller: str


async def make_tokens(url: URL) -> Tokens:
    """New tokens, for two days."""
    async with deployment_on(url) as deployment:
        everything = [*SCOPES, "customers:read_all"]
        return Tokens(
            await create_api_token(deployment, ADMIN_EMAIL, everything, "bench", 2),
            await create_api_token(deployment, SELLER_EMAIL, SCOPES, "bench", 2),
        )


async def make_reader(url: URL) -> URL:
    """The address for a role that can only read, with a new password."""
    password = secrets.token_hex(16)
    async with connected(url) as connection:
        known = "SELECT 1 FROM pg_roles WHERE rolname = $1"
        if not await connection.fetchval(known, READER):
            await connection.execute(f"CREATE ROLE {READER} LOGIN")
        await connection.execute(f"ALTER ROLE {READER} PASSWORD '{password}'")
        await connection.execute((ROOT / "benchmarks" / "postgraphile" / "role.sql").read_text())
    return url.set(username=READER, password=password)
