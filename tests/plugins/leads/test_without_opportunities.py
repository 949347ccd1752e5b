"""Leads where the plugin of opportunities is disabled."""

from collections.abc import AsyncIterator

import pytest

from core.customers.models import Customer
from tests.api import Api, composed, declared, deployment_on
from tests.core.writing.calls import count
from tests.factories import employee, lead, save

ONE = """mutation ($input: ConvertLeadInput!) { convertLead(input: $input) {
  lead { customer { id } contact { id } }
  targets { target } userErrors { code path }
} }"""


@pytest.fixture
async def alone(database_url: str) -> AsyncIterator[Api]:
    """The API with the plugin of leads alone, and a lead."""
    deployment = deployment_on(database_url, ("leads",))
    api = Api(deployment)
    await save(api, employee(1), lead(1, company="Firma", last_name="Mäki"))
    yield api
    await deployment.close()


def test_a_lead_leads_to_no_opportunity() -> None:
    for plugins, expected in ((("leads",), False), (("leads", "opportunities"), True)):
        schema = composed(declared(plugins)).as_str()
        assert ("The opportunity that it became." in schema) is expected
        assert ("type Opportunity " in schema) is expected


async def test_a_lead_becomes_a_customer_and_a_contact(alone: Api) -> None:
    answer = await alone(ONE, alone.admin, input={"id": "lead_1"})
    assert answer["convertLead"] == {
        "lead": {"customer": {"id": "customer_1"}, "contact": {"id": "contact_1"}},
        "targets": [{"target": "CUSTOMER"}, {"target": "CONTACT"}],
        "userErrors": [],
    }


async def test_an_opportunity_that_is_asked_for_is_refused(alone: Api) -> None:
    given = {"id": "lead_1", "opportunity": {"mode": "CREATE"}}
    answer = await alone(ONE, alone.admin, input=given)
    assert answer["convertLead"]["userErrors"] == [
        {"code": "UNAVAILABLE", "path": ["input", "opportunity"]}
    ]
    assert await count(alone, Customer) == 0


async def test_to_skip_it_is_no_error(alone: Api) -> None:
    given = {"id": "lead_1", "opportunity": {"mode": "SKIP"}, "dryRun": True}
    answer = await alone(ONE, alone.admin, input=given)
    assert answer["convertLead"]["userErrors"] == []
