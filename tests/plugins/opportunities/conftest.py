import pytest

from tests.api import Api
from tests.core.writing.calls import mutate
from tests.factories import customer, employee, save


@pytest.fixture
async def deal(api: Api) -> Api:
    """Opportunity 1 of customer 1, made on 15 March by employee 1."""
    await save(api, employee(1), employee(2), customer(1, owner_id=2), customer(2))
    given = {
        "name": "Deal",
        "customerId": "customer_1",
        "amount": "100.00",
        "ownerId": "employee_2",
    }
    await mutate(api, "createOpportunity", given, "opportunity { id }")
    return api
