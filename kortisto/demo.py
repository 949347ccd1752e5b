"""Filling an empty database with demo data."""

import secrets
from typing import NamedTuple

from sqlalchemy import select, text

from core.access.passwords import hash_password
from core.customers.models import Customer
from core.demo import DemoWorld, Progress
from core.deployment import Deployment
from core.employees.demo import ADMIN_EMAIL, SELLER_EMAIL
from core.employees.models import Employee

CUSTOMERS = 2_000
SEED = 1
DENSITY = 3


class SignIns(NamedTuple):
    """Who can look at the demo data: an administrator, and a seller who sees his own customers."""

    admin: str
    seller: str
    password: str


async def is_empty(deployment: Deployment) -> bool:
    """Whether there is neither a customer nor an employee."""
    rows = await deployment.database.fetch(
        select(select(Customer).exists() | select(Employee).exists())
    )
    return not rows[0][0]


async def fill(
    deployment: Deployment,
    customers: int,
    progress: Progress,
    *,
    seed: int = SEED,
    density: int = DENSITY,
    password: str | None = None,
) -> SignIns:
    """Add demo rows of all domains and plugins in one transaction; DemoRefused if there are some.

    The rows follow from customers, seed and today's date. Without a password a new one is chosen.
    """
    password = password or secrets.token_urlsafe(9)
    settings = deployment.settings
    world = DemoWorld(
        customers=customers,
        seed=seed,
        density=density,
        today=deployment.clock.today(),
        language=settings.language,
        currency=settings.currency,
        permissions=tuple(deployment.registry.permissions),
        password_hash=await hash_password(password),
        progress=progress,
    )
    async with deployment.database.writing() as session:
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        await deployment.plugins.run("fill_demo", session=session, world=world)
    async with deployment.database.reading() as connection:
        await connection.execute(text("ANALYZE"))
    return SignIns(ADMIN_EMAIL, SELLER_EMAIL, password)
