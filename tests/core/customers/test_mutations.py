import anyio
import pytest

from core.customers.models import Customer
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate, mutate_all
from tests.factories import customer, employee, keyword, save


async def test_numbers_go_on_from_the_series_and_pass_over_those_in_use(api: Api) -> None:
    await save(api, customer(101, number="2"))
    items = [{"name": "A"}, {"name": "B"}, {"name": "C", "number": "X1"}]
    payload = await mutate_all(api, "createCustomers", items, "customer { number }")
    assert [r["customer"]["number"] for r in payload["results"]] == ["1", "3", "X1"]


async def test_parallel_creations_get_different_numbers(api: Api) -> None:
    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(mutate_all, api, "createCustomers", [{"name": "A"}, {"name": "B"}])
    assert await count(api, Customer) == 20


async def test_a_customer_is_not_its_own_parent_in_any_number_of_steps(api: Api) -> None:
    await save(api, customer(101), customer(102, parent_id=101), customer(103, parent_id=102))
    given = {"id": "customer_101", "expectedVersion": 1}
    for parent in ("customer_101", "customer_103"):
        payload = await mutate(api, "updateCustomer", {**given, "parentId": parent})
        assert codes(payload) == [("INVALID", "parentId")]


async def test_a_batch_closes_no_circle_of_parents(api: Api) -> None:
    await save(api, customer(101), customer(102))
    items = [
        {"id": "customer_101", "expectedVersion": 1, "parentId": "customer_102"},
        {"id": "customer_102", "expectedVersion": 1, "parentId": "customer_101"},
    ]
    payload = await mutate_all(api, "updateCustomers", items)
    assert sorted(codes(r) for r in payload["results"]) == [[], [("INVALID", "parentId")]]


async def test_parallel_updates_close_no_circle_of_parents(api: Api) -> None:
    await save(api, customer(101), customer(102))
    answers = []

    async def move(key: int, parent: int) -> None:
        given = {
            "id": f"customer_{key}",
            "expectedVersion": 1,
            "parentId": f"customer_{parent}",
        }
        answers.append(codes(await mutate(api, "updateCustomer", given)))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(move, 101, 102)
        tasks.start_soon(move, 102, 101)
    assert sorted(answers) == [[], [("INVALID", "parentId")]]


async def test_a_business_id_stands_once_in_use(api: Api) -> None:
    await save(api, customer(101, business_id="0112038-9", billing_country="FI"))
    given = {"name": "New", "businessId": "0112038-9", "billingCountry": "FI"}
    assert codes(await mutate(api, "createCustomer", given)) == [("TAKEN", "businessId")]
    await mutate(api, "archiveCustomer", {"id": "customer_101", "expectedVersion": 1})
    assert codes(await mutate(api, "createCustomer", given)) == []


async def test_subsidiaries_may_share_a_business_id(api: Api) -> None:
    await save(api, customer(101, business_id="0112038-9"))
    given = {"name": "Branch", "businessId": "0112038-9", "parentId": "customer_101"}
    payload = await mutate_all(api, "createCustomers", [given, given])
    assert [codes(r) for r in payload["results"]] == [[], []]


async def test_parallel_creations_of_a_business_id_leave_one(api: Api) -> None:
    async with anyio.create_task_group() as tasks:
        for number in range(8):
            given = {"name": f"C{number}", "businessId": "same"}
            tasks.start_soon(mutate, api, "createCustomer", given)
    assert await count(api, Customer) == 1


@pytest.mark.parametrize(
    ("field", "list_name"), [("departmentId", "DISTRICT"), ("segmentIds", "INDUSTRY")]
)
async def test_a_keyword_of_another_list_is_refused(api: Api, field: str, list_name: str) -> None:
    await save(api, keyword(101, list_name, "A"))
    value = ["keyword_101"] if field.endswith("s") else "keyword_101"
    payload = await mutate(api, "createCustomer", {"name": "New", field: value})
    assert codes(payload) == [("INVALID", field)]
    assert await count(api, Customer) == 0


async def test_archiving_a_customer_leaves_its_subsidiaries(api: Api) -> None:
    await save(api, customer(101), customer(102, parent_id=101))
    await mutate(api, "archiveCustomer", {"id": "customer_101", "expectedVersion": 1})
    wanted = "customer { status parent { status } }"
    given = {"id": "customer_102", "expectedVersion": 1, "name": "Still here"}
    payload = await mutate(api, "updateCustomer", given, wanted)
    assert payload["customer"] == {"status": "ACTIVE", "parent": {"status": "ARCHIVED"}}


async def test_an_owner_may_give_his_customer_away_and_sees_it_no_more(api: Api) -> None:
    await save(api, employee(7), employee(8), customer(101, owner_id=7))
    seller = api.viewer(7, ["customers:read", "customers:write", "employees:read"])
    given = {"id": "customer_101", "expectedVersion": 1, "ownerId": "employee_8"}
    payload = await mutate(api, "updateCustomer", given, viewer=seller)
    assert payload == {"customer": None, "userErrors": []}


async def test_a_customer_whose_business_id_was_taken_meanwhile_is_not_restored(api: Api) -> None:
    gone = api.deployment.clock.now()
    await save(
        api, customer(101, business_id="same", archived_at=gone), customer(102, business_id="same")
    )
    payload = await mutate(api, "restoreCustomer", {"id": "customer_101", "expectedVersion": 1})
    assert codes(payload) == [("TAKEN", "businessId")]
