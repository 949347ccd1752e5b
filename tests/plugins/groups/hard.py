"""Groups and responsibilities that are hard to show."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.models import Base
from core.projects.models import ProjectParticipant
from tests import factories as make
from tests.plugins.groups.rows import (
    group,
    member,
    responsibility,
    role,
    seller,
    special_group,
    special_member,
)
from tests.world import LEAD, OLD, OTHER, OWNER, STRANGER

DAYS = (None, date(1000, 1, 1), date(2026, 3, 14), date(2026, 3, 15), date(2999, 12, 31))
EMPLOYEES = (OTHER, LEAD, OWNER, STRANGER)
CUSTOMERS = (1, 2, 6, 7)


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def hard_groups(texts: Sequence[str], first_key: int) -> list[Base]:
    """Groups with any name, customers in and out of them, and all kinds of intervals.

    The stranger is responsible for customers on other days than today, and sells without a right.
    """
    customers = (*CUSTOMERS, *range(first_key, first_key + len(texts)))
    return [
        *roles(first_key),
        *(row for n, text in enumerate(texts) for row in groups(first_key + n, n, text)),
        *(row for n, key in enumerate(customers) for row in of_customer(n, key, first_key)),
        *participants(first_key),
    ]


def roles(first_key: int) -> list[Base]:
    lists = ("CUSTOMER_ROLE", "CUSTOMER_ROLE", "PROJECT_ROLE")
    return [make.keyword(first_key + 50 + n, name, f"R{n}") for n, name in enumerate(lists)]


def groups(key: int, n: int, text: str) -> list[Base]:
    return [
        group(
            key,
            name=text,
            number_start=at((None, "1", "999999999999999"), n),
            ledger_account=at((None, text[:20]), n),
            dimensions=at(([], [text[:60]], ["1", "2", "3", ""]), n),
            archived_at=at((None, None, OLD), n),
        ),
        special_group(key, name=text, description=at((None, text), n)),
        seller(at((OWNER, OTHER, STRANGER), n), key),
    ]


def of_customer(n: int, key: int, first_key: int) -> list[Base]:
    made: list[Base] = [special_member(key, first_key), special_member(key, first_key + 1 + n % 3)]
    if n % 3:
        made.append(member(key, first_key + n % 5))
    for place, employee in enumerate(EMPLOYEES[: 1 + n % 4]):
        own = first_key + 4 * n + place
        made.append(responsibility(own, key, employee, **interval(employee, n + place)))
        if n % 2:
            made.append(role(own, first_key + 50 + place % 2, key))
    return made


def interval(employee: int, n: int) -> dict[str, Any]:
    if employee == STRANGER:
        return {"valid_to": DAYS[2]} if n % 2 else {"valid_from": date(2026, 3, 16)}
    first, last = at(DAYS, n), at(DAYS, 2 * n)
    if first and last and first > last:
        first, last = last, first
    return {"valid_from": first, "valid_to": last}


def participants(first_key: int) -> list[Base]:
    return [
        ProjectParticipant(
            id=first_key + n,
            project_id=10 * customer,
            customer_id=customer,
            employee_id=at(EMPLOYEES, n),
            role_id=at((None, first_key + 52), n),
            valid_from=at(DAYS[:3], n),
            archived_at=at((None, None, None, OLD), n),
        )
        for n, customer in enumerate(CUSTOMERS)
    ]
