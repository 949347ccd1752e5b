"""Conversions at the same time: one wins, and every company is made once.

They call what the mutations call, so that the answers need no further reading.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.leads.conversion import (
    Choice,
    Mode,
    Options,
    Request,
    Result,
    Target,
    convert,
)
from plugins.leads.models import Lead
from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.core.writing.calls import changes, count
from tests.factories import employee, lead, save
from tests.plugins.leads import converting
from tests.world import fill

PARALLEL = 200


async def converted(api: Api, keys: Iterable[int], **choices: Choice) -> Sequence[Result]:
    """What a conversion of leads gives."""
    told = {Target[name.upper()]: choice for name, choice in choices.items()}
    requests = [Request(f"lead_{key}", ("input",), told) for key in keys]
    return (await convert(api.deployment, api.admin, requests, Options())).results


def made(result: Result) -> list[int | None]:
    """Keys of the records that a lead became."""
    return [target.key for target in result.targets]


def codes(result: Result) -> list[str]:
    return [error.code for error in result.errors]


async def leads(api: Api, number: int, companies: int, **values: Any) -> None:
    """An employee and leads of so many companies."""
    await save(api, employee(1))
    rows = [
        {"id": n, "company": f"Firma {n % companies}", "last_name": f"P{n}", "name_sort": "x"}
        for n in range(1, number + 1)
    ]
    await fill(api, Lead, [row | values for row in rows])


async def test_of_two_hundred_conversions_of_a_lead_one_succeeds(api: Api) -> None:
    await save(api, employee(1), lead(1, company="Firma", last_name="Mäki", email="m@f.example"))
    found = await asyncio.gather(*(converted(api, [1]) for _ in range(PARALLEL)))
    results = [result for [result] in found]
    (won,) = [result for result in results if not result.errors]
    assert len(made(won)) == 3
    assert None not in made(won)
    for lost in results:
        assert lost is won or codes(lost) == ["ALREADY_CONVERTED"]
        assert made(lost) == made(won)
    assert [await count(api, model) for model in (Customer, Contact, Opportunity)] == [1, 1, 1]
    assert len(await changes(api)) == 4


async def test_the_mutation_tells_so_too(api: Api) -> None:
    await save(api, employee(1), lead(1, company="Firma", last_name="Mäki"))
    answers = await asyncio.gather(*(converting.convert(api, 1) for _ in range(5)))
    errors = sorted(str(converting.errors(payload)) for payload in answers)
    assert errors == ["[('ALREADY_CONVERTED', 'id')]"] * 4 + ["[]"]
    assert {converting.ids(payload) for payload in answers} == {
        ("customer_1", "contact_1", "opportunity_1")
    }


async def test_parallel_conversions_of_other_leads_make_a_company_once(api: Api) -> None:
    await leads(api, 60, 5)
    found = await asyncio.gather(*(converted(api, [key]) for key in range(1, 61)))
    assert all(not result.errors for [result] in found)
    assert [await count(api, model) for model in (Customer, Contact, Opportunity)] == [5, 60, 60]


async def test_parallel_conversions_of_one_person_make_one_of_each(api: Api) -> None:
    await leads(api, 30, 1, last_name="Mäki", email="m@f.example")
    matching = Choice(Mode.MATCH_OR_CREATE, values={"name": "Deal"})
    found = await asyncio.gather(
        *(converted(api, [key], opportunity=matching) for key in range(1, 31))
    )
    assert all(not result.errors for [result] in found)
    assert [await count(api, model) for model in (Customer, Contact, Opportunity)] == [1, 1, 1]


async def test_overlapping_batches_convert_each_lead_once(api: Api) -> None:
    await leads(api, 100, 20)
    keys = (range(1, 81), range(100, 20, -1), range(30, 100), range(90, 0, -1))
    found = await asyncio.gather(*(converted(api, some) for some in keys))
    results = [result for results in found for result in results]
    won = [result.key for result in results if not result.errors]
    assert sorted(map(int, filter(None, won))) == [*range(1, 101)]
    assert {code for result in results for code in codes(result)} == {"ALREADY_CONVERTED"}
    assert [await count(api, model) for model in (Customer, Contact, Opportunity)] == [20, 100, 100]
