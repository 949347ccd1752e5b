"""The tables that the migrations make are those that the models describe."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, UniqueConstraint, inspect, text
from sqlalchemy.exc import IntegrityError

from core.migrating import migrate
from core.migrating.history import histories
from core.migrating.revisions import config
from core.models import Base, Record
from tests.api import Api
from tests.factories import (
    contact,
    customer,
    employee,
    keyword,
    product,
    save,
    team,
)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={
            "include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
        },
    )
    return list(compare_metadata(context, Base.metadata))


def checks(connection: Connection) -> dict[str, set[str | None]]:
    found = inspect(connection)
    return {
        name: {check["name"] for check in found.get_check_constraints(name)}
        for name in Base.metadata.tables
    }


async def test_migrations_make_what_the_models_describe(api: Api) -> None:
    async with api.deployment.database.reading() as connection:
        assert await connection.run_sync(differences) == []
        made = await connection.run_sync(checks)
    for name, table in Base.metadata.tables.items():
        assert made[name] == {c.name for c in table.constraints if isinstance(c, CheckConstraint)}


async def test_migrations_can_be_undone_and_done_again(api: Api) -> None:
    database, plugins = api.deployment.database, api.deployment.plugins

    def undo(connection: Connection) -> None:
        for history in reversed(list(histories(plugins))):
            command.downgrade(config(history, connection), "base")

    async with database.engine.begin() as connection:
        await connection.run_sync(undo)
        left = await connection.run_sync(lambda c: inspect(c).get_table_names())
    assert [name for name in left if not name.startswith("alembic_version_")] == []
    assert await migrate(database, plugins)


def test_every_foreign_key_is_indexed() -> None:
    for table in Base.metadata.tables.values():
        indexed = [next(iter(index.columns)) for index in table.indexes]
        unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        indexed += [next(iter(c.columns)) for c in (table.primary_key, *unique)]
        for key in table.foreign_key_constraints:
            assert next(iter(key.columns)) in indexed, f"{table.name}: {key.column_keys}"


def test_all_records_can_be_archived_and_carry_a_version() -> None:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            assert {"archived_at", "version", "created_at", "updated_at"} <= set(
                mapper.columns.keys()
            )


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (customer(2, phone="040 123"), "ck_customer_phone_e164"),
        (customer(2, email="A@example.com"), "ck_customer_email_lower"),
        (customer(2, billing_country="fi"), "ck_customer_billing_country_iso"),
        (customer(2, currency="euro"[:3]), "ck_customer_currency_iso"),
        (customer(2, employee_count=-1), "ck_customer_employee_count_not_negative"),
        (customer(2, annual_revenue=-1), "ck_customer_annual_revenue_not_negative"),
        (customer(2, founded_year=20), "ck_customer_founded_year_range"),
        (customer(2, parent_id=2), "ck_customer_parent_other"),
        (customer(2, number="1"), "uq_customer_number"),
        (employee(2, email="e1@example.com"), "uq_employee_email"),
        (team(2, parent_id=2), "ck_team_parent_other"),
        (keyword(2, "DEPARTMENT", "A", colour="red"), "ck_keyword_colour_rgb"),
        (keyword(2, "DEPARTMENT", "A", labels=[]), "ck_keyword_labels_object"),
        (product(2, price=-1), "ck_product_price_not_negative"),
        (contact(2, 1, is_primary=True), "uq_contact_primary"),
    ],
)
async def test_the_database_refuses_what_may_not_be(api: Api, row: Base, constraint: str) -> None:
    await save(api, employee(1), customer(1), contact(1, 1, is_primary=True))
    with pytest.raises(IntegrityError, match=constraint):
        await save(api, row)


async def test_status_follows_from_prospect_and_archiving(api: Api) -> None:
    now = api.deployment.clock.now()
    await save(api, customer(1, prospect=True), customer(2), customer(3, archived_at=now))
    rows = await api.deployment.database.fetch(text("SELECT status FROM customer ORDER BY id"))
    assert [row.status for row in rows] == ["PROSPECT", "ACTIVE", "ARCHIVED"]
