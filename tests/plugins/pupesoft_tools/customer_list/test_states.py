from typing import Any

from core.changes.models import Change
from core.keywords.models import Keyword
from tests.api import Api, deployment_on
from tests.core.writing.calls import count
from tests.factories import customer, employee, keyword, save
from tests.world import OLD, change

RIGHTS = ("customer_list:change_state", "customers:read", "customers:write", "keywords:read")
CHANGE = """
    mutation ($input: ChangeCustomerStatesInput!) {
        changeCustomerStates(input: $input) { count changed userErrors { code message path } }
    }
"""
STATES = "{ customers(archived: INCLUDE, orderBy: [{id: ASC}]) { nodes { id state { code } } } }"


async def add_customers(api: Api) -> None:
    await save(api, employee(2), employee(3))
    await save(api, keyword(1, "CUSTOMER_STATE", "NEW"), keyword(2, "CUSTOMER_STATE", "LOST"))
    await save(api, keyword(3, "DISTRICT", "SOUTH"))
    await save(
        api,
        customer(1, owner_id=2, state_id=1, district_id=3),
        customer(2, owner_id=2, state_id=2, district_id=3),
        customer(3, owner_id=2),
        customer(4, owner_id=3, state_id=1, district_id=3),
        customer(5, owner_id=2, state_id=1, district_id=3, archived_at=OLD),
    )


async def changed(api: Api, /, **given: object) -> Any:
    viewer = api.viewer(2, RIGHTS)
    return (await api(CHANGE, viewer, input={"filter": {}, **given}))["changeCustomerStates"]


async def refused(api: Api, /, **given: object) -> tuple[str, list[str]]:
    payload = await changed(api, **given)
    assert payload["changed"] == 0
    [error] = payload["userErrors"]
    return error["code"], error["path"]


async def states(api: Api) -> list[str | None]:
    nodes = (await api(STATES, api.admin))["customers"]["nodes"]
    return [node["state"] and node["state"]["code"] for node in nodes]


async def test_what_was_previewed_is_what_is_changed(api: Api) -> None:
    await add_customers(api)
    before = await states(api)
    assert before == ["NEW", "LOST", None, "NEW", "NEW"]
    south: dict[str, object] = {
        "filter": {"district": {"code": {"eq": "SOUTH"}}},
        "stateId": "keyword_2",
    }
    assert await changed(api, **south, dryRun=True) == {"count": 2, "changed": 1, "userErrors": []}
    for wrong in (1, 3, 0, -2):
        found = await refused(api, **south, expectedCount=wrong)
        assert found == ("CONFLICT", ["input", "expectedCount"])
    assert await refused(api, **south) == ("REQUIRED", ["input", "expectedCount"])
    assert (await states(api), await count(api, Change)) == (before, 0)
    payload = await changed(api, **south, expectedCount=2)
    assert payload == {"count": 2, "changed": 1, "userErrors": []}
    assert await states(api) == ["LOST", "LOST", None, "NEW", "NEW"]
    query = "{ changes { nodes { actor { id } recordId entity old new } } }"
    [entry] = (await api(query, api.admin))["changes"]["nodes"]
    assert (entry["actor"]["id"], entry["recordId"]) == ("employee_2", 1)
    assert (entry["old"], entry["new"]) == ({"state_id": 1}, {"state_id": 2})
    payload = await changed(api, filter={}, expectedCount=3)
    assert payload == {"count": 3, "changed": 2, "userErrors": []}
    assert await states(api) == [None, None, None, "NEW", "NEW"]


async def test_all_or_none_are_changed(api: Api) -> None:
    await add_customers(api)
    before = await states(api)
    for wrong, code in (
        ("keyword_3", "INVALID"),
        ("keyword_9", "NOT_FOUND"),
        ("customer_1", "INVALID"),
    ):
        found = await refused(api, stateId=wrong, expectedCount=3)
        assert found == (code, ["input", "stateId"])
    await change(api, Keyword, 2, archived_at=OLD)
    found = await refused(api, stateId="keyword_2", expectedCount=3)
    assert found == ("ARCHIVED", ["input", "stateId"])
    assert await refused(api, filter={"x": 1}, dryRun=True) == ("INVALID", ["input", "filter"])
    none = {"id": {"eq": "customer_4"}}
    assert await refused(api, filter=none, dryRun=True) == ("NOT_FOUND", ["input", "filter"])
    assert (await states(api), await count(api, Change)) == (before, 0)


async def test_rights_are_needed_and_the_number_is_bounded(database_url: str) -> None:
    bounded = {"pupesoft_tools": {"customer_list": {"states": 2}}}
    deployment = deployment_on(database_url, sections=bounded)
    api = Api(deployment)
    await add_customers(api)
    found = await refused(api, stateId="keyword_1", expectedCount=3)
    assert found == ("TOO_MANY", ["input", "filter"])
    given = {"filter": {"id": {"eq": "customer_3"}}, "stateId": "keyword_1", "expectedCount": 1}
    for right in set(RIGHTS) - {"keywords:read"}:
        answer = await api(CHANGE, api.viewer(2, set(RIGHTS) - {right}), input=given)
        assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert [code for code, _ in (await api(CHANGE, None, input=given)).errors] == [
        "UNAUTHENTICATED"
    ]
    assert await count(api, Change) == 0
    await deployment.close()


async def test_lists_are_ordered_by_name_without_legal_form(api: Api) -> None:
    names = ("Zeta Oy", "Oy Åland Ab", "Öljy d.o.o.", "Ab Alfa", "T:mi Beta", "Älä GmbH")
    await save(api, *(customer(n, name=name) for n, name in enumerate(names, 1)))
    query = """query ($after: String) {
        customers(orderBy: [{bareName: ASC}], first: 2, after: $after) {
            nodes { bareName } pageInfo { endCursor }
        } }"""
    found: list[str] = []
    after = None
    for _ in range(3):
        page = (await api(query, api.admin, after=after))["customers"]
        found += [node["bareName"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert found == ["Alfa", "Beta", "Zeta", "Åland", "Älä", "Öljy"]
