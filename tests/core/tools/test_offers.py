from tests.api import Api
from tests.core.tools.calls import add_tool, offers
from tests.factories import customer, employee, save

SET_NAME = {"values": {"name": "Changed"}}


async def test_a_module_offers_its_tools_in_their_order(api: Api) -> None:
    labels = {"fi": "Nimeä", "en": "Rename"}
    await add_tool(api, 1, "set_fields", SET_NAME, labels=labels, icon="pen", position=2)
    await add_tool(api, 2, "set_fields", SET_NAME, position=1)
    await add_tool(api, 3, "set_fields", SET_NAME, module="Contact")
    await add_tool(api, 4, "set_fields", SET_NAME, active=False)
    await add_tool(api, 5, "set_fields", SET_NAME, archived_at=api.deployment.clock.now())
    first, second = await offers(api)
    assert first["id"] == "module_tool_2"
    assert first["label"] == "set_fields"
    assert second["configSchema"]["properties"]["values"]
    assert {k: v for k, v in second.items() if not k.endswith("Schema")} == {
        "id": "module_tool_1",
        "kind": "set_fields",
        "label": "Nimeä",
        "icon": "pen",
        "bulk": True,
        "available": True,
        "reason": None,
        "records": [],
    }


async def test_a_tool_tells_where_and_why_it_cannot_be_run(api: Api) -> None:
    archived = customer(3, archived_at=api.deployment.clock.now())
    await save(api, customer(1), customer(2, prospect=True), archived)
    await add_tool(api, 1, "set_fields", SET_NAME, run_if={"prospect": {"eq": False}})
    ids = ["customer_1", "customer_2", "customer_3", "customer_4", "x"]
    [offer] = await offers(api, ids)
    assert (offer["available"], offer["reason"]) == (True, None)
    assert [(r["id"], r["available"]) for r in offer["records"]] == [
        (id, id == "customer_1") for id in ids
    ]
    reasons = [r["reason"] for r in offer["records"]]
    assert reasons[:3] == [
        None,
        "The record does not meet the conditions of the tool.",
        "The record is archived: restore it first.",
    ]
    assert "names no Customer that you may see" in reasons[3]
    [offer] = await offers(api, ids[1:])
    assert not offer["available"]


async def test_a_tool_is_left_out_where_it_is_to_be_shown_for_no_record(api: Api) -> None:
    await save(api, customer(1), customer(2, prospect=True))
    await add_tool(api, 1, "set_fields", SET_NAME, visible_if={"prospect": {"eq": True}})
    assert await offers(api, ["customer_1"]) == []
    [offer] = await offers(api, ["customer_1", "customer_2"])
    assert [r["shown"] for r in offer["records"]] == [False, True]
    assert len(await offers(api)) == 1


async def test_a_missing_right_is_the_reason(api: Api) -> None:
    await save(api, employee(2), customer(1, owner_id=2))
    await add_tool(api, 1, "set_fields", SET_NAME)
    viewer = api.viewer(2, ["tools:use", "customers:read"])
    [offer] = await offers(api, ["customer_1"], viewer)
    assert (offer["available"], offer["records"][0]["available"]) == (False, False)
    assert "customers:write" in offer["reason"]
    assert offer["records"][0]["reason"] == offer["reason"]


async def test_rights_to_read_come_first(api: Api) -> None:
    await add_tool(api, 1, "set_fields", SET_NAME)
    query = '{ moduleTools(module: "Customer") { id } }'
    for rights in (["tools:use"], ["customers:read"]):
        answer = await api(query, api.viewer(2, rights))
        assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
        assert answer.data == {"moduleTools": None}
    answer = await api(query, None)
    assert [code for code, _ in answer.errors] == ["UNAUTHENTICATED"]


async def test_a_module_must_be_there(api: Api) -> None:
    for module in ("Nothing", "OpportunityTotal", ""):
        answer = await api(
            "query ($m: String!) { moduleTools(module: $m) { id } }", api.admin, m=module
        )
        assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_too_many_ids_are_refused(api: Api) -> None:
    query = 'query ($ids: [ID!]) { moduleTools(module: "Customer", ids: $ids) { id } }'
    answer = await api(query, api.admin, ids=["customer_1"] * 501)
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_the_number_of_statements_is_bounded(api: Api) -> None:
    await save(api, *(customer(n) for n in range(1, 30)))
    for n in range(1, 21):
        where = {"name": {"contains": str(n)}, "subsidiaries": {"none": {}}}
        await add_tool(api, n, "set_fields", SET_NAME, run_if=where, visible_if={"not": where})
    with api.statements() as statements:
        found = await offers(api, [f"customer_{n}" for n in range(1, 30)])
    assert len(found) == 20
    assert len(statements) == 2


async def test_kinds_are_told_with_what_they_need(api: Api) -> None:
    query = """query ($module: String!) {
      toolKinds(module: $module) { name description bulk permission configSchema } }"""
    answer = await api(query, api.admin, module="Customer")
    kinds = {kind["name"]: kind for kind in answer["toolKinds"]}
    found = kinds["set_fields"]
    assert found["bulk"]
    assert "Set fields of the records" in found["description"]
    assert found["configSchema"]["properties"]["ask"]["type"] == "array"
    answer = await api(query, api.admin, module="Change")
    assert "set_fields" not in {kind["name"] for kind in answer["toolKinds"]}
    answer = await api(query, api.viewer(2, ["tools:use"]), module="Customer")
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
