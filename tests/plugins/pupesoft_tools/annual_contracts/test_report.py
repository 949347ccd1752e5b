from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.api import ALL_PLUGINS, Answer, Api, deployment_on
from tests.factories import customer, employee, keyword, save
from tests.plugins.finance.rows import invoice, line
from tests.schema.compiled.pair import COMPILED, Pair
from tests.world import OLD

RIGHTS = ("annual_contracts:read", "finance:read", "customers:read", "keywords:read")
REPORT = """
    query (
        $from: Date!, $to: Date!, $by: AnnualContractGroup, $threshold: Decimal,
        $filter: CustomerFilter
    ) {
        annualContracts(from: $from, to: $to, by: $by, threshold: $threshold, filter: $filter) {
            customer { name } department { code } group { code } currency
            quantity previousQuantity purchases previousPurchases index
        }
    }
"""
YEAR = {"from": "2024-03-01", "to": "2025-02-28"}


async def add_sales(api: Api) -> None:
    """Zeta bought in both years, Lost a year ago alone, Small little; one is another's."""
    await save(api, employee(2), employee(3))
    await save(
        api,
        keyword(1, "DEPARTMENT", "TOOLS", position=2),
        keyword(2, "DEPARTMENT", "PARTS", position=1),
        keyword(3, "PRODUCT_GROUP", "SAWS"),
    )
    await save(
        api,
        customer(1, name="Zeta Oy", owner_id=2),
        customer(2, name="Oy Lost Ab", owner_id=2),
        customer(3, name="Small", owner_id=2),
        customer(4, name="Hidden", owner_id=3),
        customer(5, name="Archived", owner_id=2, archived_at=OLD),
    )
    for place, (day, key, net, given) in enumerate(SALES, 1):
        more = dict(given)
        bill = {"invoiced_on": day, "due_on": day}
        lines = more.pop("lines", True)
        invoiced = {name: more.pop(name) for name in ("currency", "cancelled_on") if name in more}
        await save(api, invoice(place, key, net, **bill, **invoiced))
        if lines:
            await save(api, line(place, place, key, net, invoiced_on=day, **more))


TOOLS, PARTS, SAWS = {"department_id": 1}, {"department_id": 2}, {"group_id": 3}
SALES: tuple[tuple[date, int, str, dict[str, Any]], ...] = (
    (date(2024, 3, 1), 1, "100.00", {**TOOLS, **SAWS, "quantity": Decimal(2)}),
    (date(2025, 2, 28), 1, "50.00", {**TOOLS, "quantity": Decimal("1.5")}),
    (date(2024, 2, 29), 1, "60.00", {**TOOLS, **SAWS}),
    (date(2023, 3, 1), 1, "40.00", {**PARTS}),
    (date(2023, 2, 28), 1, "999.00", {**TOOLS}),
    (date(2025, 3, 1), 1, "999.00", {**TOOLS}),
    (date(2024, 6, 1), 1, "-30.00", {**TOOLS, **SAWS, "quantity": Decimal(1)}),
    (date(2024, 6, 1), 1, "999.00", {**TOOLS, "cancelled_on": date(2024, 6, 2)}),
    (date(2024, 7, 1), 1, "7.00", {"currency": "USD", "lines": False}),
    (date(2023, 12, 31), 2, "500.00", {**TOOLS}),
    (date(2024, 12, 31), 3, "99.99", {}),
    (date(2024, 12, 31), 4, "5000.00", {}),
    (date(2024, 12, 31), 5, "5000.00", {}),
)


async def rows(api: Api, **given: object) -> list[tuple[Any, ...]]:
    answer = await asked(api, RIGHTS, **given)
    return [
        (
            row["customer"] and row["customer"]["name"],
            row["department"] and row["department"]["code"],
            row["group"] and row["group"]["code"],
            row["currency"],
            *(row[n] for n in ("quantity", "previousQuantity", "purchases", "previousPurchases")),
            row["index"],
        )
        for row in answer["annualContracts"]
    ]


async def asked(api: Api, rights: tuple[str, ...], **given: object) -> Answer:
    return await api(REPORT, api.viewer(2, rights), **{**YEAR, **given})


async def test_a_period_is_compared_with_the_year_before(api: Api) -> None:
    await add_sales(api)
    lost = ("Oy Lost Ab", None, None, "EUR", "0.0000", "1.0000", "0.00", "500.00", "0.0")
    zeta = ("Zeta Oy", None, None, "EUR", "2.5000", "2.0000", "120.00", "100.00", "120.0")
    usd = ("Zeta Oy", None, None, "USD", "0.0000", "0.0000", "7.00", "0.00", None)
    small = ("Small", None, None, "EUR", "1.0000", "0.0000", "99.99", "0.00", None)
    assert await rows(api) == [lost, small, zeta, usd]
    assert await rows(api, threshold="100.00") == [lost, zeta]
    assert await rows(api, threshold="100.01") == [lost, zeta]
    assert await rows(api, threshold="120.01") == [lost]
    assert await rows(api, filter={"name": {"eq": "Small"}}) == [small]
    assert await rows(api, by="DEPARTMENT", filter={"name": {"eq": "Zeta Oy"}}) == [
        ("Zeta Oy", "PARTS", None, "EUR", "0.0000", "1.0000", "0.00", "40.00", "0.0"),
        ("Zeta Oy", "TOOLS", None, "EUR", "2.5000", "1.0000", "120.00", "60.00", "200.0"),
        usd,
    ]
    assert await rows(api, by="PRODUCT_GROUP", filter={"name": {"eq": "Zeta Oy"}}) == [
        ("Zeta Oy", "PARTS", None, "EUR", "0.0000", "1.0000", "0.00", "40.00", "0.0"),
        ("Zeta Oy", "TOOLS", "SAWS", "EUR", "1.0000", "1.0000", "70.00", "60.00", "116.7"),
        ("Zeta Oy", "TOOLS", None, "EUR", "1.5000", "0.0000", "50.00", "0.00", None),
        usd,
    ]
    assert await rows(api, by="TOTAL") == [
        (None, None, None, "EUR", "3.5000", "3.0000", "219.99", "600.00", "36.7"),
        (None, None, None, "USD", "0.0000", "0.0000", "7.00", "0.00", None),
    ]
    outcome = await Pair(api.deployment)(REPORT, api.viewer(2, RIGHTS), **YEAR, by="DEPARTMENT")
    assert outcome.plan == COMPILED
    assert len(outcome.value["annualContracts"]) == 5


async def test_bad_days_and_missing_rights_are_refused(api: Api) -> None:
    await add_sales(api)
    for days in (
        {"from": "2025-01-01", "to": "2024-12-31"},
        {"from": "2024-01-01", "to": "2025-01-01"},
        {"from": "0001-01-01", "to": "0001-01-01"},
        {"from": "9999-12-31", "to": "9999-12-31"},
    ):
        for _ in range(2):
            answer = await asked(api, RIGHTS, **days)
            assert answer.data == {"annualContracts": None}
            assert answer.errors == [("BAD_USER_INPUT", ("annualContracts",))]
    assert (await asked(api, RIGHTS, **{"from": "2024-02-30"})).data is None
    for right in RIGHTS:
        rights = tuple(r for r in RIGHTS if r != right)
        answer = await asked(api, rights, by="DEPARTMENT")
        assert {code for code, _ in answer.errors} == {"FORBIDDEN"}


@pytest.mark.parametrize("plugins", [("pupesoft_tools",), ALL_PLUGINS])
async def test_without_finance_it_is_told(database_url: str, plugins: tuple[str, ...]) -> None:
    deployment = deployment_on(database_url, plugins)
    api = Api(deployment)
    answer = await api(REPORT, api.admin, **YEAR)
    if "finance" in plugins:
        assert answer["annualContracts"] == []
    else:
        assert answer.errors == [("BAD_USER_INPUT", ("annualContracts",))]
        assert "enable finance" in answer.messages[0]
    await deployment.close()
