from typing import Any

import pytest

from tests.api import Api
from tests.core.tools.calls import add_tool, errors, run
from tests.core.writing.calls import mutate
from tests.factories import customer, employee, save

LIST = """{ notifications { totalCount nodes {
  id title text recordId readAt sender { id } customer { id }
} } }"""
TO_OWNER = {
    "to": ["owner", "employee_3"],
    "title": "{{ name }} is big",
    "text": "{{ annualRevenue }} a year, owned by {{ owner.name }}",
    "language": "fi",
}


async def mine(api: Api, employee: int) -> list[Any]:
    answer = await api(LIST, api.viewer(employee, ["customers:read", "customers:read_all"]))
    nodes: list[Any] = answer["notifications"]["nodes"]
    return nodes


async def test_a_tool_tells_employees_about_a_record(api: Api) -> None:
    await save(api, *(employee(n, name=f"Name {n}") for n in (1, 2, 3, 4)))
    await save(api, customer(1, name="Öljy Oy", owner_id=2, annual_revenue="1234567.80"))
    await add_tool(api, 1, "notify", TO_OWNER)
    preview = await run(api, ["customer_1"], dry=True)
    assert await mine(api, 2) == []
    payload = await run(api, ["customer_1"])
    assert payload == preview
    told = payload["results"][0]["details"]
    assert told["to"] == ["employee_2", "employee_3"]
    assert told["text"].replace("\xa0", " ") == "1 234 567,8 a year, owned by Name 2"
    for key in (2, 3):
        [found] = await mine(api, key)
        assert found["title"] == "Öljy Oy is big"
        assert (found["recordId"], found["readAt"]) == ("customer_1", None)
        assert (found["sender"], found["customer"]) == (None, {"id": "customer_1"})
    assert await mine(api, 4) == []


async def test_nobody_sees_what_others_are_told(api: Api) -> None:
    await save(api, employee(1), employee(2), employee(3), customer(1, owner_id=2))
    await add_tool(api, 1, "notify", TO_OWNER)
    await run(api, ["customer_1"])
    [found] = await mine(api, 2)
    query = "query ($id: ID!) { notification(id: $id) { title } node(id: $id) { id } }"
    for viewer in (api.viewer(3), api.admin):
        answer = await api(query, viewer, id=found["id"])
        assert answer.data == {"notification": None, "node": None}
    assert (await api(query, api.viewer(2), id=found["id"]))["node"] == {"id": found["id"]}


async def test_one_marks_ones_own_as_read(api: Api) -> None:
    await save(api, employee(1), employee(2), employee(3), customer(1, owner_id=2), customer(2))
    await add_tool(api, 1, "notify", {"to": ["employee_2", "employee_3"], "title": "Look"})
    await run(api, ["customer_1", "customer_2"])
    theirs, own = (await mine(api, 3))[0], (await mine(api, 2))[0]
    given = {"ids": [theirs["id"], own["id"], "notification_999"]}
    viewer = api.viewer(2)
    payload = await mutate(api, "markNotificationsRead", given, "count", viewer)
    assert (payload["count"], payload["userErrors"]) == (1, [])
    assert [n["readAt"] is None for n in await mine(api, 2)] == [False, True]
    assert [n["readAt"] for n in await mine(api, 3)] == [None, None]
    unread = "{ notifications(filter: {readAt: {isNull: true}}) { totalCount } }"
    assert (await api(unread, viewer))["notifications"]["totalCount"] == 1
    for given_, count, codes in (
        ({"ids": ["x"]}, 0, ["INVALID"]),
        ({"ids": ["notification_1"] * 501}, 0, ["TOO_MANY"]),
        ({}, 1, []),
        ({}, 0, []),
    ):
        payload = await mutate(api, "markNotificationsRead", given_, "count", viewer)
        assert (payload["count"], [e["code"] for e in payload["userErrors"]]) == (count, codes)


async def test_those_who_left_are_not_told(api: Api) -> None:
    await save(api, employee(2, active=False), customer(1, owner_id=2), customer(2))
    await add_tool(api, 1, "notify", {"to": ["owner", "employee_9"], "title": "Look"})
    payload = await run(api, ["customer_1", "customer_2"])
    assert [errors(r) for r in payload["results"]] == [
        [("NOBODY_TO_TELL", ["ids", "0"])],
        [("NOBODY_TO_TELL", ["ids", "1"])],
    ]


async def test_a_template_shows_nothing_that_the_sender_may_not_read(api: Api) -> None:
    await save(api, employee(2), employee(3), customer(1, name="Secret", owner_id=3))
    await save(api, customer(2, owner_id=2, parent_id=1))
    await add_tool(api, 1, "notify", {"to": ["employee_3"], "title": "Of {{ parent.name }}"})
    rights = ("tools:use", "customers:read")
    await run(api, ["customer_2"], api.viewer(2, rights))
    assert [n["title"] for n in await mine(api, 3)] == ["Of "]
    await add_tool(api, 2, "notify", {"to": ["employee_3"], "title": "By {{ owner.email }}"})
    await run(api, ["customer_2"], api.viewer(2, rights), tool=2)
    assert (await mine(api, 3))[0]["title"] == "By e2@example.com"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"to": ["department"]}, "'department' is no id of an employee"),
        ({"to": []}, "at least 1 item"),
        ({"title": "{{ colour }}"}, "'title': 'colour' is no value of a Customer"),
        ({"title": "{{ owner }}"}, "'title': 'owner' is no value"),
        ({"text": "{{ name"}, "'text':"),
        ({"text": "{{ owner.team.lead.team.name }}"}, "is no value"),
    ],
)
async def test_a_config_that_does_not_fit_is_refused(
    api: Api, change: dict[str, Any], told: str
) -> None:
    given = {"module": "Customer", "kind": "notify", "config": TO_OWNER | change}
    payload = await mutate(api, "createModuleTool", given, "moduleTool { id }")
    assert any(told in e["message"] for e in payload["userErrors"]), payload
