"""The CRM data of Maven Analytics, brought in by the mappings of the example."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from tests.database import Databases, dsn
from tests.kortisto.importing.imports import imported

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
MAVEN = SHARED / "maven-crm"
MAPPINGS = ROOT / "examples" / "maven-crm"
STEPS = (
    ("sales_teams.csv", "teams", "offices"),
    ("sales_teams.csv", "employees", "managers"),
    ("sales_teams.csv", "teams", "teams"),
    ("sales_teams.csv", "employees", "agents"),
    ("accounts.csv", "keywords", "sectors"),
    ("accounts.csv", "customers", "accounts"),
    ("products.csv", "keywords", "series"),
    ("products.csv", "products", "products"),
    ("sales_pipeline.csv", "opportunities", "opportunities"),
    ("sales_pipeline.csv", "opportunity_changes", "engaged"),
    ("sales_pipeline.csv", "opportunity_changes", "closed"),
)
"""File, target and mapping, in the order of examples/maven-crm/README.md."""

ADDED = {
    "contacts": (
        "contacts",
        """
        source = "test"
        key = "email"
        fields.customer = { column = "account", match = "name" }
        fields.first_name = "first"
        fields.last_name = "last"
        fields.email = "email"
        """,
        "account,first,last,email\nBluth Company,Lucille,Bluth,lucille@bluth.example\n",
    ),
    "projects": (
        "projects",
        """
        source = "test"
        key = "project"
        fields.customer = { column = "account", match = "name" }
        fields.name = "project"
        """,
        "account;project\nBluth Company;Banana stand\n",
    ),
    "owners": (
        "customers",
        """
        source = "maven-crm"
        key = "account"
        fields.owner = { column = "owner", match = "email" }
        """,
        "account\towner\nBluth Company\tdarcel.schlecht@maven.example\n",
    ),
}
"""What the data do not have: target, mapping and file."""

STATE = """
    SELECT (SELECT count(*) FROM change_log), (SELECT max(updated_at) FROM external_id),
        (SELECT sum(version) FROM customer), (SELECT sum(version) FROM employee),
        (SELECT sum(version) FROM opportunity), (SELECT sum(version) FROM product),
        (SELECT sum(version) FROM team), (SELECT sum(version) FROM keyword)
"""


@dataclass(frozen=True)
class Maven:
    """A database with the data, and what each import told."""

    url: str
    told: dict[str, dict[str, Any]]


def imports(
    url: str, steps: Sequence[tuple[str, str, str]] = STEPS, *options: str
) -> dict[str, dict[str, Any]]:
    """What `kortisto import --json` tells, by mapping."""
    return {
        name: imported(url, MAVEN / file, target, MAPPINGS / f"{name}.toml", *options)
        for file, target, name in steps
    }


def state(databases: Databases, url: str) -> tuple[object, ...]:
    """What changes with any write."""

    async def read() -> tuple[object, ...]:
        connection = await asyncpg.connect(dsn(url))
        try:
            return tuple(await connection.fetchrow(STATE) or ())
        finally:
            await connection.close()

    return databases.portal.call(read)
