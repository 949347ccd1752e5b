"""How an administrator sets up what a conversion does with each field."""

import json
from typing import Any

import pytest
from sqlalchemy import update

from core.customers.models import Customer
from plugins.leads.conversion.binding import bind
from plugins.leads.conversion.config import STANDARD
from plugins.opportunities.models import Opportunity, Stage
from tests.api import ALL_PLUGINS, Api, declared
from tests.core.writing.calls import changes, codes, count, mutate
from tests.factories import customer, save
from tests.plugins.leads.conversion_tools import CUSTOMER, tool, two_leads
from tests.plugins.leads.converting import convert, errors, fields, ids
from tests.plugins.opportunities.stages import OFFERED
from tests.readme import TOOLS, example


@pytest.fixture
async def world(api: Api) -> Api:
    """An employee and two leads."""
    await two_leads(api)
    return api


def test_the_standard_fits_what_is_declared() -> None:
    assert bind(declared(ALL_PLUGINS), STANDARD).problems == ()


async def test_the_config_of_the_documentation_works(world: Api) -> None:
    config = json.loads(example("conversion", TOOLS))
    given = {"module": "Lead", "kind": "convert_lead", "config": config}
    payload = await mutate(world, "createModuleTool", given, "moduleTool { id brokenBecause }")
    assert payload["moduleTool"] == {"id": "module_tool_1", "brokenBecause": None}
    payload = await convert(world, 1)
    assert payload["userErrors"] == []
    assert ids(payload) == ("customer_1", "contact_1", "opportunity_1")


async def test_each_field_is_set_up(world: Api) -> None:
    await tool(
        world,
        {
            "customer": {
                "fields": {
                    "name": {"from": "company", "editable": False},
                    "billingCity": {"from": "city", "active": False},
                    "website": {"from": "data.url"},
                    "annualRevenue": {"from": "data.budget"},
                    "currency": {"value": "SEK", "editable": False},
                    "legalForm": {"from": "rating"},
                    "employeeCount": {},
                    "prospect": {"from": "data.yes"},
                }
            },
            "opportunity": {
                "mode": "CREATE",
                "fields": {
                    "name": {"value": "From the web"},
                    "stageId": {"value": f"stage_{OFFERED}"},
                },
            },
        },
    )
    payload = await convert(world, 1, customer={"values": {"employeeCount": 7}})
    assert payload["userErrors"] == []
    editable = {name: found["editable"] for name, found in fields(payload, "CUSTOMER").items()}
    assert editable == {
        "name": False,
        "website": True,
        "annualRevenue": True,
        "currency": False,
        "legalForm": True,
        "employeeCount": True,
        "prospect": True,
    }
    answer = await world(
        """{ lead(id: "lead_1") { convertedWith contact { id }
          customer { name billingCity website annualRevenue currency legalForm employeeCount }
          opportunity { name stage { code } } } }""",
        world.admin,
    )
    assert answer["lead"] == {
        "convertedWith": "module_tool_1",
        "contact": None,
        "customer": {
            "name": "Firma Oy",
            "billingCity": None,
            "website": "firma.example",
            "annualRevenue": "5000.00",
            "currency": "SEK",
            "legalForm": "HOT",
            "employeeCount": 7,
        },
        "opportunity": {"name": "From the web", "stage": {"code": "OFFERED"}},
    }


@pytest.mark.parametrize(
    "values", [{"name": "Another"}, {"billingCity": "Turku"}, {"website": "x"}, {"name": None}]
)
async def test_a_value_for_a_field_that_may_not_be_edited_is_an_error(
    world: Api, values: Any
) -> None:
    config = {
        "fields": {
            "name": {"from": "company", "editable": False},
            "billingCity": {"from": "city", "active": False},
        }
    }
    await tool(world, {"customer": config})
    payload = await convert(world, 1, customer={"values": values})
    assert errors(payload) == [("NOT_EDITABLE", f"customer.values.{next(iter(values))}")]
    assert await count(world, Customer) == 0


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("FILL_EMPTY", {}, "Turku"),
        ("KEEP", {}, "Turku"),
        ("OVERWRITE", {}, "Oulu"),
        ("FILL_EMPTY", {"billingCity": "Pori"}, "Pori"),
        ("OVERWRITE", {"billingCity": "Pori"}, "Pori"),
        ("OVERWRITE", {"billingCity": None}, "Turku"),
    ],
)
async def test_what_happens_to_a_value_that_is_there(
    world: Api, rule: str, given: Any, expected: str
) -> None:
    await save(world, customer(101, name="Firma", billing_city="Turku"))
    city = {"from": "city", "onExisting": rule}
    await tool(world, {"customer": {"fields": {"name": {"from": "company"}, "billingCity": city}}})
    payload = await convert(world, 1, customer={"values": given})
    assert payload["userErrors"] == []
    answer = await world('{ customer(id: "customer_101") { name billingCity } }', world.admin)
    assert answer["customer"] == {"name": "Firma", "billingCity": expected}


async def test_a_value_for_what_is_kept_is_an_error(world: Api) -> None:
    await save(world, customer(101, name="Firma", billing_city="Turku"))
    city = {"from": "city", "onExisting": "KEEP"}
    await tool(world, {"customer": {"fields": {"name": {"from": "company"}, "billingCity": city}}})
    payload = await convert(world, 1, customer={"values": {"billingCity": "Pori"}})
    assert errors(payload) == [("INVALID", "customer.values.billingCity")]
    assert await changes(world) == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"customer": {"fields": {"nothing": {"from": "company"}}}}, "customer.fields.nothing"),
        ({"customer": {"fields": {"name": {"from": "nothing"}}}}, "customer.fields.name.from"),
        ({"customer": {"fields": {"ownerId": {"from": "company"}}}}, "customer.fields.ownerId"),
        ({"customer": {"fields": {"name": {"from": "ownerId"}}}}, "customer.fields.name.from"),
        ({"customer": {"fields": {"email": {"value": "nobody"}}}}, "customer.fields.email.value"),
        ({"customer": {"fields": {"name": {"value": "x" * 201}}}}, "customer.fields.name.value"),
        ({"opportunity": {"fields": {"stageId": {"value": "customer_1"}}}}, "stageId.value"),
        ({"contact": {"fields": {"customerId": {"value": "customer_1"}}}}, "contact.fields"),
        ({"customer": {"fields": {"name": {"from": "company", "value": "X"}}}}, "either"),
        ({"customer": {"mode": "MERGE"}}, "mode"),
        ({"invoice": {}}, "invoice"),
    ],
)
async def test_a_config_that_does_not_fit_is_refused(world: Api, config: Any, message: str) -> None:
    given = {"module": "Lead", "kind": "convert_lead", "config": config}
    payload = await mutate(world, "createModuleTool", given, "moduleTool { id }")
    assert codes(payload) != []
    assert message in payload["userErrors"][0]["message"]


@pytest.mark.parametrize("gone", ["archived", "never there"])
async def test_a_mapping_that_a_removed_stage_broke_writes_nothing(world: Api, gone: str) -> None:
    stage = OFFERED if gone == "archived" else 999
    opportunity = {
        "mode": "CREATE",
        "fields": {"name": {"from": "company"}, "stageId": {"value": f"stage_{stage}"}},
    }
    await tool(world, {"customer": CUSTOMER, "opportunity": opportunity})
    async with world.deployment.database.engine.begin() as connection:
        now = world.deployment.clock.now()
        await connection.execute(update(Stage).where(Stage.id == OFFERED).values(archived_at=now))
    code = "ARCHIVED" if gone == "archived" else "NOT_FOUND"
    for dry_run in (True, False):
        payload = await convert(world, 1, dryRun=dry_run)
        assert errors(payload) == [(code, "opportunity.values.stageId")]
    assert await count(world, Customer) + await count(world, Opportunity) == 0
    assert await changes(world) == []
