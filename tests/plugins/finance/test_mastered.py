"""What a master source feeds of customers and products is read-only by hand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from core.customers.models import Customer
from tests.api import Api, deployment_on
from tests.core.writing.calls import codes, mutate
from tests.factories import customer, employee, product, save
from tests.plugins.finance.feeding import ERP, actions, feed, known_as

CUSTOMER = {"id": "customer_1", "expectedVersion": 1}


@pytest.fixture
async def ruled(database_url: str) -> AsyncIterator[Api]:
    """A deployment whose ERP rules; customer 1 and product 1 are fed by it, 2 by another system."""
    sections = {"finance": {"master_sources": [ERP]}}
    deployment = deployment_on(database_url, sections=sections)
    api = Api(deployment)
    await known(api)
    yield api
    await deployment.close()


async def known(api: Api) -> None:
    other = known_as("Customer", "X2", 2, 2, "old-crm")
    await save(api, employee(1), customer(1), customer(2), product(1), other)
    await save(api, known_as("Customer", "C1", 1, 1), known_as("Product", "P1", 1))


async def update(api: Api, **values: Any) -> list[tuple[str, str]]:
    return codes(await mutate(api, "updateCustomer", {**CUSTOMER, **values}))


async def test_fed_fields_are_refused_by_hand_each_with_its_path(ruled: Api) -> None:
    found = await update(ruled, name="New", billingCity="Oulu", ownerId="employee_1")
    assert found == [("FED_BY_SOURCE", "name"), ("FED_BY_SOURCE", "billingCity")]
    [row] = await rows(ruled, 1)
    assert (row.name, row.owner_id, row.version) == ("Customer 1", None, 1)
    given = {"id": "product_1", "expectedVersion": 1, "price": "7.00"}
    assert codes(await mutate(ruled, "updateProduct", given, "product { id }")) == [
        ("FED_BY_SOURCE", "price")
    ]


async def test_what_the_feed_does_not_bring_stays_free(ruled: Api) -> None:
    assert await update(ruled, ownerId="employee_1", name="Customer 1") == []
    given = {"id": "customer_2", "expectedVersion": 1, "name": "New"}
    assert codes(await mutate(ruled, "updateCustomer", given)) == []


async def test_the_master_itself_changes_what_it_brings_and_another_source_does_not(
    ruled: Api,
) -> None:
    items = [{"externalId": "C1", "name": "By the ERP"}]
    assert actions(await feed(ruled, "syncCustomers", items)) == ["UPDATE"]
    given = {"source": ERP, "externalId": "C1", "phone": "+358 40 1234567"}
    assert codes(await mutate(ruled, "upsertCustomer", given)) == []
    await save(ruled, known_as("Customer", "X1", 1, 1, "old-crm"))
    given = {"source": "old-crm", "externalId": "X1", "name": "By a CRM"}
    assert codes(await mutate(ruled, "upsertCustomer", given)) == [("FED_BY_SOURCE", "name")]
    [row] = await rows(ruled, 1)
    assert row.name == "By the ERP"


async def test_without_the_setting_everybody_with_the_right_may_change_it(api: Api) -> None:
    await known(api)
    assert await update(api, name="New") == []
    items = [{"externalId": "C1", "name": "By the ERP"}]
    assert actions(await feed(api, "syncCustomers", items)) == ["UPDATE"]


async def rows(api: Api, key: int) -> Any:
    statement = select(Customer.name, Customer.owner_id, Customer.version)
    return await api.deployment.database.fetch(statement.where(Customer.id == key))
