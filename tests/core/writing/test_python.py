"""Writing from jobs and imports, without GraphQL."""

import pytest

from core.customers.models import Customer
from core.customers.mutations import customer_writes
from core.errors import Forbidden, Unauthenticated
from core.external_ids.models import ExternalId
from core.writing import Action, Mode, Reference, system_viewer, transaction, write, write_batch
from tests.api import Api
from tests.core.writing.calls import changes, count
from tests.factories import customer, employee, save


async def test_a_dry_run_finds_the_same_errors_and_writes_nothing(api: Api) -> None:
    await save(api, customer(101, number="A"))
    items = [{"name": "One"}, {"name": "Two", "number": "A"}]
    viewer = system_viewer(api.deployment)
    batch = await write_batch(
        api.deployment, viewer, customer_writes, items, mode=Mode.CREATE, dry_run=True
    )
    assert [o.action for o in batch.outcomes] == [Action.CREATE, None]
    assert [[e.code for e in o.errors] for o in batch.outcomes] == [[], ["TAKEN"]]
    assert await count(api, Customer) == 1
    assert await changes(api) == []


async def test_references_go_by_name_number_or_external_id(api: Api) -> None:
    known = ExternalId(entity="Customer", source="erp", external_id="X7", record_id=103)
    await save(
        api,
        employee(101, name="Aino Virta"),
        customer(102, number="C2"),
        customer(103),
        known,
    )
    items = [
        {"name": "A", "owner_id": Reference("aino  VIRTA", "name")},
        {"name": "B", "parent_id": Reference("c2", "number")},
        {"name": "C", "parent_id": Reference("x7", "external_id", "erp")},
        {"name": "D", "owner_id": Reference("Nobody Known", "name")},
    ]
    viewer = system_viewer(api.deployment)
    with api.statements() as statements:
        batch = await write_batch(api.deployment, viewer, customer_writes, items, mode=Mode.CREATE)
    assert [o.action for o in batch.outcomes] == [Action.CREATE] * 3 + [None]
    assert batch.outcomes[3].errors[0].path == ["input", "items", "3", "ownerId"]
    assert len(statements) < 20
    table = Customer.__table__
    rows = await api.deployment.database.fetch(table.select().order_by(table.c.id).limit(3))
    assert [(r.owner_id, r.parent_id) for r in rows] == [(101, None), (None, 102), (None, 103)]


async def test_a_name_that_two_records_bear_is_refused(api: Api) -> None:
    await save(api, customer(101, name="Same"), customer(102, name="SAME"))
    items = [{"name": "New", "parent_id": Reference("Same", "name")}]
    viewer = system_viewer(api.deployment)
    batch = await write_batch(api.deployment, viewer, customer_writes, items, mode=Mode.CREATE)
    assert "several" in batch.outcomes[0].errors[0].message


async def test_texts_are_read_as_their_columns_say(api: Api) -> None:
    items = [{"name": "A", "annual_revenue": "12.5", "prospect": "yes", "founded_year": "1999"}]
    viewer = system_viewer(api.deployment)
    await write_batch(api.deployment, viewer, customer_writes, items, mode=Mode.CREATE)
    (row,) = await api.deployment.database.fetch(Customer.__table__.select())
    assert (str(row.annual_revenue), row.prospect, row.founded_year) == ("12.50", True, 1999)


async def test_several_writes_share_a_transaction(api: Api) -> None:
    async def write_and_fail() -> None:
        async with transaction(api.deployment, system_viewer(api.deployment)) as writing:
            await write(writing, customer_writes, [{"name": "A"}], mode=Mode.CREATE)
            await write(writing, customer_writes, [{"name": "B"}], mode=Mode.CREATE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write_and_fail()
    assert await count(api, Customer) == 0


async def test_rights_are_asked_for_before_anything_is_read(api: Api) -> None:
    with api.statements() as statements:
        for viewer, error in ((None, Unauthenticated), (api.viewer(1), Forbidden)):
            with pytest.raises(error):
                await write_batch(
                    api.deployment, viewer, customer_writes, [{"name": "A"}], mode=Mode.UPSERT
                )
    assert statements == []


async def test_an_empty_batch_is_answered(api: Api) -> None:
    viewer = system_viewer(api.deployment)
    batch = await write_batch(api.deployment, viewer, customer_writes, [], mode=Mode.UPSERT)
    assert batch.outcomes == []
