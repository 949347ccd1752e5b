"""Holds and alarms: by hand, and by rules as the clock moves."""

from datetime import date
from typing import Any

import pytest

from core.jobs import run_worker
from core.viewer import Viewer
from plugins.finance.hold_models import DeliveryHold
from plugins.finance.jobs import apply_credit_rules
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate, raw
from tests.factories import customer, employee, save
from tests.plugins.finance.rows import hold, invoice, limit, on, payment, rule

DELIVERY = """{ customer(id: "customer_1") { deliveryHold delivery { hold reason mayShip mayInvoice
  hasOverdue setBy { firstName } } } }"""
ALARMS = "{ creditAlarms { nodes { customer { name } rule { name } clearedAt } } }"
HOLDS = "{ deliveryHolds { nodes { level reason rule { name } endedAt } } }"


async def delivery(api: Api, viewer: Viewer | None = None) -> Any:
    return (await api(DELIVERY, viewer or api.admin))["customer"]


async def worked(api: Api) -> None:
    """Do all queued jobs."""
    await run_worker(api.deployment, drain=True)


async def set_hold(api: Api, level: str, reason: str | None = "Late", who: int = 1) -> Any:
    given = {"customerId": "customer_1", "level": level, "reason": reason}
    viewer = api.viewer(who, api.deployment.registry.permissions)
    return await mutate(api, "setDeliveryHold", given, "customer { deliveryHold }", viewer)


async def test_an_employee_holds_and_releases(api: Api) -> None:
    await save(api, employee(1, name="Anna Admin"), customer(1))
    assert (await set_hold(api, "SHIP"))["customer"] == {"deliveryHold": "SHIP"}
    assert await delivery(api) == {
        "deliveryHold": "SHIP",
        "delivery": {
            "hold": "SHIP",
            "reason": "Late",
            "mayShip": False,
            "mayInvoice": True,
            "hasOverdue": False,
            "setBy": {"firstName": "Anna"},
        },
    }
    assert (await set_hold(api, "NONE", None))["customer"] == {"deliveryHold": "NONE"}
    found = await delivery(api)
    assert (found["delivery"]["mayShip"], found["delivery"]["reason"]) == (True, None)
    assert await count(api, DeliveryHold) == 1


async def test_the_same_hold_again_changes_nothing(api: Api) -> None:
    await save(api, employee(1, name="Anna Admin"), customer(1))
    await set_hold(api, "ALL")
    await set_hold(api, "ALL")
    assert await count(api, DeliveryHold) == 1


async def test_a_hold_needs_a_reason_a_right_and_a_visible_customer(api: Api) -> None:
    await save(api, employee(1, name="Anna Admin"), customer(1))
    assert codes(await set_hold(api, "ALL", " ")) == [("REQUIRED", "reason")]
    given = {"customerId": "customer_1", "level": "ALL", "reason": "Late"}
    stranger = api.viewer(9, {"finance:hold", "customers:read"})
    payload = await mutate(api, "setDeliveryHold", given, "customer { id }", stranger)
    assert codes(payload) == [("NOT_FOUND", "customerId")]
    rights = api.deployment.registry.permissions.keys() - {"finance:hold"}
    answer = await raw(api, "setDeliveryHold", given, "customer { id }", api.viewer(1, rights))
    assert answer.errors == [("FORBIDDEN", ("setDeliveryHold",))]
    assert await count(api, DeliveryHold) == 0


RULES: dict[str, tuple[Any, date, date]] = {
    "days": (rule(1, "DAYS_OVERDUE", "10", hold="ALL"), date(2026, 4, 10), date(2026, 4, 11)),
    "amount": (
        rule(1, "OVERDUE_AMOUNT", "99.99", currency="EUR", hold="ALL"),
        date(2026, 3, 31),
        date(2026, 4, 1),
    ),
}


@pytest.mark.parametrize("name", RULES)
async def test_a_rule_holds_as_days_pass_and_releases_when_it_is_paid(api: Api, name: str) -> None:
    asking, before, after = RULES[name]
    values = {k: v for k, v in vars(asking).items() if not k.startswith("_")}
    await save(api, customer(1), invoice(1, 1), type(asking)(**values))
    for day, level in ((before, "NONE"), (after, "ALL"), (after, "ALL")):
        on(api, day)
        await run_rules(api)
        assert (await delivery(api))["deliveryHold"] == level
    assert len((await api(ALARMS, api.admin))["creditAlarms"]["nodes"]) == 1
    given = {"invoiceId": "invoice_1", "paidOn": "2026-04-11", "amount": "100.00"}
    assert codes(await mutate(api, "createPayment", given, "payment { id }")) == []
    assert (await delivery(api))["deliveryHold"] == "ALL"
    await worked(api)
    assert (await delivery(api))["deliveryHold"] == "NONE"
    (alarm,) = (await api(ALARMS, api.admin))["creditAlarms"]["nodes"]
    assert alarm["clearedAt"] is not None


async def run_rules(api: Api) -> None:
    """As the schedule does."""
    await apply_credit_rules(api.deployment, {})


async def test_more_than_the_limit_raises_an_alarm_and_holds_nothing(api: Api) -> None:
    await save(
        api,
        customer(1),
        customer(2),
        limit(1, 1, "200.00"),
        invoice(1, 1, "160.00"),
        invoice(2, 2, "900.00"),
        rule(1, "CREDIT_LIMIT", "80"),
    )
    await run_rules(api)
    assert (await api(ALARMS, api.admin))["creditAlarms"]["nodes"] == []
    await save(api, invoice(3, 1, "0.01"))
    await run_rules(api)
    (alarm,) = (await api(ALARMS, api.admin))["creditAlarms"]["nodes"]
    assert alarm == {
        "customer": {"name": "Customer 1"},
        "rule": {"name": "Rule 1"},
        "clearedAt": None,
    }
    assert (await delivery(api))["deliveryHold"] == "NONE"


async def test_two_rules_together_hold_all(api: Api) -> None:
    await save(
        api,
        customer(1),
        invoice(1, 1),
        rule(1, "DAYS_OVERDUE", "0", hold="SHIP"),
        rule(2, "OVERDUE_AMOUNT", "1", currency="EUR", hold="INVOICE"),
        rule(3, "OVERDUE_AMOUNT", "1", currency="USD", hold="SHIP"),
    )
    on(api, date(2026, 4, 1))
    await run_rules(api)
    assert (await delivery(api))["deliveryHold"] == "ALL"


async def test_a_hold_by_hand_stays_whatever_the_rules_say(api: Api) -> None:
    await save(api, customer(1), hold(1, 1, "SHIP"), rule(1, "DAYS_OVERDUE", "0", hold="ALL"))
    await run_rules(api)
    assert (await delivery(api))["deliveryHold"] == "SHIP"
    await save(api, invoice(1, 1))
    on(api, date(2026, 4, 1))
    await run_rules(api)
    assert (await delivery(api))["deliveryHold"] == "SHIP"
    assert len((await api(ALARMS, api.admin))["creditAlarms"]["nodes"]) == 1


async def test_delivery_people_see_holds_and_no_amounts(api: Api) -> None:
    await save(
        api,
        employee(5, name="Dora Delivery"),
        customer(1, owner_id=5),
        customer(2),
        invoice(1, 1),
        invoice(2, 2),
        payment(1, 1, 1, "1.00"),
        hold(1, 1),
        hold(2, 2),
    )
    on(api, date(2026, 4, 1))
    viewer = api.viewer(5, {"customers:read", "finance:read_holds"})
    found = await delivery(api, viewer)
    assert (found["deliveryHold"], found["delivery"]["hasOverdue"]) == ("ALL", True)
    answer = await api(HOLDS, viewer)
    assert [row["level"] for row in answer["deliveryHolds"]["nodes"]] == ["ALL"]
    for query in ("{ invoices { nodes { total } } }", "{ receivables { nodes { openAmount } } }"):
        refused = await api(query, viewer)
        assert [code for code, _ in refused.errors] == ["FORBIDDEN"]
    answer = await api('{ customer(id: "customer_1") { invoices { totalCount } } }', viewer)
    assert answer.errors == [("FORBIDDEN", ("customer", "invoices"))]
