"""What values fields take, and how they are stored."""

from typing import Any

import pytest

from core.customers.models import Customer
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "REQUIRED"),
        ("name", "x" * 201, "TOO_LONG"),
        ("name", "two\nlines", "INVALID"),
        ("name", "bell\x07", "INVALID"),
        ("email", "nobody", "INVALID"),
        ("email", "a@b@example.com", "INVALID"),
        ("phone", "12", "INVALID"),
        ("phone", "call me", "INVALID"),
        ("phone", "0401234567;ext=5", "INVALID"),
        ("billingCountry", "Finland", "INVALID"),
        ("billingCountry", "ZZ", "INVALID"),
        ("currency", "EURO", "INVALID"),
        ("currency", "XQQ", "INVALID"),
        ("language", "klingon", "INVALID"),
        ("annualRevenue", "1000000000000", "INVALID"),
        ("annualRevenue", "0.001", "INVALID"),
        ("annualRevenue", "-1", "INVALID"),
        ("foundedYear", 999, "INVALID"),
        ("employeeCount", -1, "INVALID"),
    ],
)
async def test_a_value_that_cannot_stand_is_told(
    api: Api, field: str, value: Any, code: str
) -> None:
    payload = await mutate(api, "createCustomer", {"name": "Name", field: value})
    assert codes(payload) == [(code, field)]
    assert payload["userErrors"][0]["message"].startswith(f"'{field}' ")
    assert await count(api, Customer) == 0


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"name": "  Šećer d.o.o. "}, {"name": "Šećer d.o.o."}),
        ({"website": "   "}, {"website": None}),
        ({"email": "Aino.Virta@Example.COM"}, {"email": "aino.virta@example.com"}),
        ({"phone": "040 123 4567"}, {"phone": "+358401234567"}),
        ({"phone": "091 234 567", "billingCountry": "hr"}, {"phone": "+38591234567"}),
        ({"currency": "sek"}, {"currency": "SEK"}),
        ({"currency": None}, {"currency": "EUR"}),
        ({"language": "fi_FI"}, {"language": "fi-FI"}),
        ({"annualRevenue": "12.5"}, {"annualRevenue": "12.50"}),
        ({"annualRevenue": "999999999999.99"}, {"annualRevenue": "999999999999.99"}),
        ({"billingStreet": "Katu 1\r\nB 2"}, {"billingStreet": "Katu 1\nB 2"}),
        ({"businessId": "01120389", "billingCountry": "FI"}, {"businessId": "0112038-9"}),
        ({"businessId": "33392005961", "billingCountry": "HR"}, {"businessId": "33392005961"}),
        ({"businessId": "any text", "billingCountry": "US"}, {"businessId": "any text"}),
        ({"vatId": "fi 01120389"}, {"vatId": "FI01120389"}),
        ({"vatId": "0112038-9", "billingCountry": "FI"}, {"vatId": "FI01120389"}),
    ],
)
async def test_a_value_is_stored_in_its_standard_form(
    api: Api, given: dict[str, Any], stored: dict[str, Any]
) -> None:
    wanted = "customer { " + " ".join(stored) + " }"
    payload = await mutate(api, "createCustomer", {"name": "Name", **given}, wanted)
    assert payload == {"customer": stored, "userErrors": []}


@pytest.mark.parametrize(
    ("country", "field", "value"),
    [
        ("FI", "businessId", "0112038-8"),
        ("HR", "businessId", "33392005962"),
        ("EE", "businessId", "123"),
        ("SE", "businessId", "123456-7890"),
        ("FI", "vatId", "FI01120388"),
        ("DE", "vatId", "DE123"),
    ],
)
async def test_a_wrong_check_digit_is_told(api: Api, country: str, field: str, value: str) -> None:
    given = {"name": "Name", "billingCountry": country, field: value}
    assert codes(await mutate(api, "createCustomer", given)) == [("INVALID", field)]
    assert await count(api, Customer) == 0


async def test_clearing_what_must_stand_is_refused(api: Api) -> None:
    await mutate(api, "createCustomer", {"name": "Name"})
    given = {"id": "customer_1", "expectedVersion": 1, "name": None, "currency": None}
    payload = await mutate(api, "updateCustomer", given)
    assert sorted(codes(payload)) == [("REQUIRED", "currency"), ("REQUIRED", "name")]


async def test_all_errors_of_an_item_are_told_at_once(api: Api) -> None:
    given = {"name": "", "email": "x", "ownerId": "employee_9"}
    payload = await mutate(api, "createCustomer", given)
    assert sorted(codes(payload)) == [
        ("INVALID", "email"),
        ("NOT_FOUND", "ownerId"),
        ("REQUIRED", "name"),
    ]
