"""Rows that are hard to show: every letter, quotes, extreme numbers and days, nulls, archived."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from core.access.models import ApiToken
from core.customers.models import CustomerSegment
from core.employees.models import EmployeeRole
from core.models import Base
from core.products.models import BasketProduct
from core.segments.models import SegmentDimension
from plugins.leads.capture.models import LeadForm
from plugins.opportunities.models import OpportunitySegment, OpportunitySnapshot, Stage
from tests import factories as make
from tests.database import Databases
from tests.plugins.finance.hard import hard_money
from tests.plugins.groups.hard import hard_groups
from tests.plugins.plans.hard import LOCKED, hard_plans
from tests.plugins.pupesoft_tools.annual_contracts.hard import hard_mailings
from tests.schema.compiled.diary_rows import diary_rows
from tests.schema.compiled.memo_rows import memo_rows
from tests.schema.compiled.search_rows import search_rows
from tests.schema.compiled.tool_rows import tool_rows
from tests.world import OLD, OTHER, OWNER, World, change, small_world, stage_keys

TEXTS = (
    "\"double\" 'single' `back`",
    "back\\slash \\n \\u0041 \\",
    "line\nbreak\ttab\rreturn\x01\x1f\x7f",
    "$1 $2 %s %(x)s :name {0} ; DROP TABLE customer; --",
    "😀 👩‍👩‍👧 e\u0301 \u202e \ufeff \u2028",
    "İstanbul ß ŒÆ ｆｕｌｌ％",
    "</script><!-- &amp; -->",
    "100%_",
)
"""Texts that quoting and escaping might change."""

NOT_NEGATIVE = "ck_customer_annual_revenue_not_negative"

FIRST_KEY = 100
"""The key of the first customer here; those of the small world are below."""

MONEY = (None, "0.00", "-0.01", "-999999999999.99", "999999999999.99", "1234567.80", "0.10", "5.00")
DAYS = (None, date(1, 1, 1), date(1, 1, 2), date(1582, 10, 15), date(1969, 12, 31), date.max)
CHANGE_DAYS = (
    *(date(1000, 1, 1), date(1582, 10, 15), date(1969, 12, 31)),
    *(date(2026, 1, 31), date(2026, 3, 15), date(2999, 12, 31)),
)
INSTANTS = (
    OLD,
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime(999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999998, tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
)


@asynccontextmanager
async def hard_world(databases: Databases) -> AsyncIterator[World]:
    """The small world and the hard rows, on a database of their own."""
    async with small_world(databases) as world:
        # the models refuse negative money; a later column may hold it
        await run(world, f"ALTER TABLE customer DROP CONSTRAINT {NOT_NEGATIVE}")
        await make.save(world.api, *labels(), *[row for n in range(len(TEXTS)) for row in card(n)])
        await opportunities(world)
        await make.save(world.api, *leads(), *forms())
        await make.save(world.api, *hard_money(TEXTS, FIRST_KEY))
        await make.save(world.api, *hard_groups(TEXTS, FIRST_KEY))
        await make.save(world.api, *pairs(), *tokens(), *tool_rows(TEXTS, INSTANTS))
        await make.save(world.api, *hard_plans(TEXTS))
        await run(world, LOCKED)
        await make.save(world.api, *search_rows(TEXTS, INSTANTS), *hard_mailings(TEXTS))
        await make.save(world.api, *memo_rows(TEXTS, INSTANTS))
        await make.save(world.api, *diary_rows(TEXTS, INSTANTS))
        yield world


async def run(world: World, statement: str) -> None:
    async with world.api.deployment.database.engine.begin() as connection:
        await connection.execute(text(statement))


def labels() -> list[Base]:
    """Keywords whose labels are any JSON."""
    return [
        make.keyword(
            FIRST_KEY + n,
            "SEGMENT",
            f"K{n}",
            labels={"en": value, value: "fi", "": ""},
            position=n % 3,
            colour="#00FF0A" if n % 2 else None,
        )
        for n, value in enumerate(TEXTS)
    ]


def at(values: tuple[Any, ...], n: int) -> Any:
    return values[n % len(values)]


def card(n: int) -> list[Base]:
    """A customer with a contact, a project and changes."""
    key = FIRST_KEY + n
    name, moment = TEXTS[n], at(INSTANTS, n)
    money = at(MONEY, n)
    return [
        make.customer(
            key,
            name=name,
            number=f"n\\{n}'\"",
            website=name,
            billing_street=name,
            billing_city=at((None, "", " ", "Oulu"), n),
            annual_revenue=money and Decimal(money),
            employee_count=at((None, 0, 2**31 - 1), n),
            owner_id=at((OWNER, OTHER, None), n),
            parent_id=at((None, 1, 2), n),
            prospect=n % 2 == 0,
            created_at=moment,
            archived_at=at((None, None, moment), n),
        ),
        CustomerSegment(customer_id=key, keyword_id=FIRST_KEY + n),
        CustomerSegment(customer_id=key, keyword_id=2),
        make.contact(
            key,
            key,
            last_name=name,
            notes=name,
            first_name=at((None, "Väinö"), n),
            marketing_consent_at=at((None, *INSTANTS), n),
            archived_at=at((None, moment), n),
        ),
        make.project(key, key, name=name, description=name, starts_on=at(DAYS, n)),
        make.change(
            key,
            at=moment,
            customer_id=key,
            record_id=2**31 - 1 - n,
            old=at((None, {}, {name: [name, 1, 1.5, True, None, {"a": {}}]}), n),
            new={"name": name, "amount": "10.00"},
        ),
    ]


async def opportunities(world: World) -> None:
    """An opportunity for each of the customers, and stages that are archived."""
    stages = list((await stage_keys(world.api)).values())
    await change(world.api, Stage, stages[-1], archived_at=OLD)
    await make.save(
        world.api,
        *(
            make.opportunity(
                FIRST_KEY + n,
                at(tuple(stages), n),
                name=TEXTS[n],
                customer_id=at((None, FIRST_KEY + n, FIRST_KEY), n),
                amount=Decimal(abs(Decimal(at(MONEY, n) or 0))),
                currency=at(("EUR", "HRK"), n),
                manual_probability=at((None, 0, 33, 100), n),
                closed_on=at(DAYS, n),
                engaged_on=at(DAYS, n + 1),
                owner_id=at((None, OWNER, OTHER), n),
                archived_at=at((None, None, None, OLD), n),
                lost_reason_id=at((None, FIRST_KEY + n), n),
                invoicing_starts_on=at((*DAYS[3:5], None, date(2026, 1, 31)), n),
                invoicing_months=at((1, 3, 60), n),
                split_method=at(("EVEN", "S_CURVE", "WEIGHTS"), n),
                split_weights=at((None, None, [Decimal("0.0001"), Decimal(n)]), n),
            )
            for n in range(len(TEXTS))
        ),
    )
    await make.save(world.api, *histories(stages), *snapshots(stages), *segments())


def segments() -> list[Base]:
    """Opportunities in segments of three dimensions, one of them archived."""
    keys = (10, 1, *range(FIRST_KEY, FIRST_KEY + len(TEXTS)))
    return [
        SegmentDimension(id=10, code="DEPARTMENT", labels={"en": TEXTS[3]}),
        SegmentDimension(id=11, code="OLD", labels={"": TEXTS[6]}, archived_at=OLD),
        *(OpportunitySegment(opportunity_id=key, keyword_id=FIRST_KEY) for key in keys[::2]),
        *(OpportunitySegment(opportunity_id=key, keyword_id=2) for key in keys),
        *(OpportunitySegment(opportunity_id=key, keyword_id=1) for key in keys[::3]),
    ]


def histories(stages: list[int]) -> list[Base]:
    """Changes of opportunities, with and without customers and owners, on all days."""
    found: list[Base] = []
    for n, key in enumerate((10, 11, 20, 30, 1, 2, 3, *range(FIRST_KEY, FIRST_KEY + len(TEXTS)))):
        for day in CHANGE_DAYS:
            place = len(found)
            money = at(MONEY[4:], place + 1)
            found.append(
                make.opportunity_change(
                    place + 1,
                    key,
                    day=day,
                    created_at=at(INSTANTS, place),
                    actor_id=at((None, OWNER, OTHER), place),
                    stage_id=at(tuple(stages), place),
                    amount=Decimal(money),
                    currency=at(("EUR", "HUF"), place),
                    probability=at((0, 50, 100), n),
                    manual_probability=at((None, 50), place),
                    closed_on=at(DAYS, place + n),
                    owner_id=at((None, OTHER, OWNER), place),
                    old_stage_id=at((None, *stages), place + n),
                    old_amount=at((None, Decimal(money)), n),
                    old_probability=at((None, 33), place),
                )
            )
    return found


def leads() -> list[Base]:
    """Leads of whom nothing or everything is known."""
    return [
        make.lead(
            FIRST_KEY + n,
            company=at((name, None), n),
            last_name=at((None, name), n),
            notes=name,
            data=at(({}, {name: [name, 1, 1.5, True, None, {"a": {}}]}), n),
            amount=Decimal(abs(Decimal(at(MONEY, n) or 0))),
            rating=at((None, "HOT", "COLD"), n),
            owner_id=at((None, OWNER, OTHER), n),
            created_at=at(INSTANTS, n),
            archived_at=at((None, None, None, OLD), n),
        )
        for n, name in enumerate(TEXTS)
    ]


def forms() -> list[Base]:
    return [
        LeadForm(
            id=FIRST_KEY + n,
            name=name,
            fields=at(({}, {name: None}), n),
            key_hash=at((None, bytes([n]) * 32), n),
            owner_id=at((None, OWNER), n),
        )
        for n, name in enumerate(TEXTS)
    ]


def snapshots(stages: list[int]) -> list[Base]:
    """Snapshots of opportunities, of some that are archived too, on several days."""
    keys = (10, 11, 20, 30, 1, 2, 3, *range(FIRST_KEY, FIRST_KEY + len(TEXTS)))
    return [
        OpportunitySnapshot(
            day=day,
            opportunity_id=key,
            stage_id=at(tuple(stages), n + key),
            owner_id=at((None, OWNER, OTHER), n + key),
            team_id=at((None, 2, 3), n + key),
            offering_area_id=at((None, 1), key),
            amount=at((None, Decimal("0.05"), Decimal("999999999999.99")), n + key),
            currency=at(("EUR", "HUF"), key),
            probability=at((0, 33, 100), key),
        )
        for n, day in enumerate(CHANGE_DAYS)
        for key in keys
    ]


def pairs() -> list[Base]:
    return [
        make.role(2, "*", name="Élève", description=TEXTS[0]),
        make.role(3, name="Nothing", archived_at=OLD),
        EmployeeRole(employee_id=OWNER, role_id=1),
        EmployeeRole(employee_id=OWNER, role_id=2),
        EmployeeRole(employee_id=OWNER, role_id=3),
        make.product(2, name=TEXTS[4], price=None),
        make.basket(2, name=TEXTS[1]),
        BasketProduct(basket_id=1, product_id=1),
        BasketProduct(basket_id=1, product_id=2),
        BasketProduct(basket_id=2, product_id=2),
    ]


def tokens() -> list[Base]:
    return [
        ApiToken(
            id=n,
            employee_id=key,
            name=TEXTS[n],
            token_hash=bytes([n]) * 32,
            scopes=[TEXTS[n], ""] if n > 1 else [],
            created_at=INSTANTS[2],
            expires_at=INSTANTS[n + 2],
        )
        for n, key in enumerate((OWNER, OWNER, OTHER), 1)
    ]
