"""Customer groups give their customers numbers."""

import asyncio
from typing import Any

from tests import factories as make
from tests.api import Api
from tests.core.writing.calls import codes, mutate, mutate_all
from tests.plugins.groups.calls import GROUP


async def test_new_customers_get_the_next_free_numbers_of_their_group(office: Api) -> None:
    await make.save(office, make.customer(9, number="1001"))
    items = [
        {"name": "A", "customerGroupId": "customer_group_1"},
        {"name": "B", "customerGroupId": "customer_group_1", "number": "1002"},
        {"name": "C", "customerGroupId": "customer_group_1"},
        {"name": "D", "customerGroupId": "customer_group_2"},
        {"name": "E"},
    ]
    done = await mutate_all(office, "createCustomers", items, "customer { number }")
    numbers = [result["customer"]["number"] for result in done["results"]]
    # the series of all customers passes over those that are there
    assert numbers == ["1000", "1002", "1003", "4", "5"]


async def test_numbers_stay_when_the_start_changes_and_when_customers_move(office: Api) -> None:
    start = {"id": "customer_group_2", "expectedVersion": 1, "numberStart": "50"}
    assert codes(await mutate(office, "updateCustomerGroup", start, GROUP)) == []
    move = {"customerIds": ["customer_1"], "customerGroupId": "customer_group_2"}
    moved = await mutate(office, "moveCustomers", move, "results { customer { number } }")
    assert moved["results"] == [{"customer": {"number": "1"}}]
    new = {"name": "A", "customerGroupId": "customer_group_2"}
    made = await mutate(office, "createCustomer", new, "customer { number }")
    assert made["customer"]["number"] == "50"
    again = {"id": "customer_group_2", "expectedVersion": 2, "numberStart": "40"}
    assert codes(await mutate(office, "updateCustomerGroup", again, GROUP)) == []
    made = await mutate(office, "createCustomer", new, "customer { number }")
    assert made["customer"]["number"] == "40"


async def test_200_customers_made_at_once_get_consecutive_free_numbers(office: Api) -> None:
    taken = range(1010, 1200, 30)
    await make.save(office, *(make.customer(n, number=str(n)) for n in taken))

    async def made(n: int) -> str:
        given = {"name": f"New {n}", "customerGroupId": "customer_group_1"}
        payload = await mutate(office, "createCustomer", given, "customer { number }")
        return str(payload["customer"]["number"])

    numbers = await asyncio.gather(*map(made, range(200)))
    free = [str(n) for n in range(1000, 1000 + 200 + len(taken)) if n not in taken]
    assert sorted(numbers, key=int) == free


async def test_numbers_that_others_give_by_hand_meanwhile_are_passed_over(office: Api) -> None:
    async def made(number: int | None) -> Any:
        given = {"name": "New", "customerGroupId": "customer_group_1"}
        if number is not None:
            given["number"] = str(number)
        return await mutate(office, "createCustomer", given, "customer { number }")

    wanted = [n // 3 + 1000 if n % 3 == 0 else None for n in range(60)]
    answers = await asyncio.gather(*map(made, wanted))
    for number, answer in zip(wanted, answers, strict=True):
        assert codes(answer) in ([], [("TAKEN", "number")] if number else [])
    numbers = [a["customer"]["number"] for a in answers if a["customer"]]
    assert len(set(numbers)) == len(numbers) >= 40
