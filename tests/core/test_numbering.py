import asyncio

from core.customers.models import Customer
from core.numbering import take_numbers
from tests.api import Api
from tests.factories import customer, save


async def take(api: Api) -> str:
    async with api.deployment.database.writing() as session:
        numbers = await take_numbers(session, "customer", Customer.number, 1, start=100)
    return numbers[0]


async def test_numbers_count_up_from_the_start(api: Api) -> None:
    assert [await take(api) for _ in range(3)] == ["100", "101", "102"]


async def test_numbers_given_by_hand_are_passed_over(api: Api) -> None:
    await save(api, customer(1, number="100"), customer(2, number="102"))
    assert [await take(api) for _ in range(2)] == ["101", "103"]


async def test_nobody_gets_the_number_of_another(api: Api) -> None:
    taken = await asyncio.gather(*(take(api) for _ in range(20)))
    assert len(set(taken)) == 20


async def test_no_free_number_is_left_out(api: Api) -> None:
    await save(api, customer(1, number="100"), customer(2, number="104"))
    assert [await take(api) for _ in range(5)] == ["101", "102", "103", "105", "106"]
