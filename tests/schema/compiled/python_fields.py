"""Python fields of every kind, on the types of the deployment that both ways are compared on."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, cast

import strawberry
from strawberry import Parent

from core import Info, extend
from core.customers.types import Customer
from core.deployment import declarations
from core.employees.types import Employee, Team
from core.errors import KortistoError
from core.keywords.types import Keyword
from core.plugins import discover, load_plugins
from core.reading import load, load_many
from core.registry import Registry
from core.roots import Query
from core.scalars import JSON
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.types import Opportunity
from tests.api import ALL_PLUGINS

FAILING = ("trouble", "crash", "never", "sometimes", "soon", "loose", "careless", "guarded", "wide")
"""Fields that fail for some rows or viewers, or that only the reference path can answer."""


class Refusal(KortistoError):
    code = "REFUSAL"


@strawberry.enum(description="A size.")
class Size(Enum):
    SMALL = strawberry.enum_value("small", description="Small.")
    LARGE = strawberry.enum_value("large", description="Large.")


@strawberry.type(description="What is known of a row.")
class Summary:
    text: str = strawberry.field(description="A text.")
    amount: Decimal | None = strawberry.field(description="An amount.")
    day: date | None = strawberry.field(description="A day.")
    size: Size = strawberry.field(description="A size.")
    customer_id: strawberry.Private[int | None]


@extend(Summary)
async def customer(summary: Parent[Summary], info: Info) -> Customer | None:
    """The row's customer."""
    key = summary.customer_id
    return cast(Any, await load(info, "Customer", key)) if key else None


@extend(Customer, needs=("name", "created_at"))
def toast(customer: Parent[Any]) -> str | None:
    """A text made of what was needed."""
    return f"To {customer.name}, since {customer.created_at!r}!"


@extend(Customer, needs=())
async def place(customer: Parent[Any], info: Info) -> str | None:
    """Where the field stands, as its function is told."""
    await asyncio.sleep(0)
    path = info.path.as_list()
    return f"{customer.id} {info.field_name} {path} {type(customer).__name__}"


@extend(Customer, needs=("parent_id",))
async def head(customer: Parent[Any], info: Info) -> Customer | None:
    """The parent, loaded."""
    key = customer.parent_id
    return cast(Any, await load(info, "Customer", key)) if key else None


@extend(Customer, needs=("name",))
def words(
    customer: Parent[Any],
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many.")] = 2,
    after: Annotated[str | None, strawberry.argument(description="A word.")] = None,
) -> list[str] | None:
    """Some words."""
    return [customer.name[:first], str(after), str(sorted(info.variable_values))]


@extend(Customer, needs=("status",))
def trouble(customer: Parent[Any]) -> int | None:
    """Refused for some rows."""
    if customer.id % 3 == 0:
        raise Refusal("Not this one.", status=customer.status.name)
    return int(customer.id)


@extend(Customer, needs=("annual_revenue",))
async def crash(customer: Parent[Any]) -> Decimal | None:
    """Fails for rows without a revenue."""
    await asyncio.sleep(0)
    return cast(Decimal, abs(customer.annual_revenue))


@extend(Customer, needs=("employee_count",))
def wide(customer: Parent[Any]) -> int | None:
    """Too large for some rows."""
    return (customer.employee_count or 0) + 1


@extend(Customer)
def loose(customer: Parent[Any]) -> str | None:
    """Declares no needs."""
    return str(customer.number)


@extend(Customer, needs=())
def careless(customer: Parent[Any]) -> str | None:
    """Needs more than it says."""
    return str(customer.name)


@extend(Customer, needs=("annual_revenue",), permission=OpportunityPermission.READ_ALL)
def guarded(customer: Parent[Any]) -> Decimal | None:
    """For some viewers."""
    revenue: Decimal | None = customer.annual_revenue
    return revenue


@extend(Customer, needs=("owner_id", "annual_revenue", "created_at"))
def summary(customer: Parent[Any]) -> Summary | None:
    """An object that is no row."""
    revenue = customer.annual_revenue
    created = customer.created_at.date()
    key = customer.id - 1
    return Summary(text=str(revenue), amount=revenue, day=created, size=Size.LARGE, customer_id=key)


@extend(Opportunity, needs=("amount", "customer_id"))
async def summaries(opportunity: Parent[Any]) -> list[Summary | None] | None:
    """Objects that are no rows, and null."""
    amount, key = opportunity.amount, opportunity.customer_id
    size = Size.LARGE if (amount or 0) > 100 else Size.SMALL
    return [None, Summary(text="x", amount=amount, day=date.min, size=size, customer_id=key)]


@extend(Opportunity, needs=("amount", "closed_on"))
def mixed(opportunity: Parent[Any]) -> JSON | None:
    """Any JSON."""
    return JSON(
        {"amount": str(opportunity.amount), "large": 2**70, "list": [1.5, None, opportunity.id]}
    )


@extend(Opportunity, needs=("closed_on",))
def closing(opportunity: Parent[Any]) -> datetime | None:
    """An instant."""
    day = opportunity.closed_on
    return day and datetime(day.year, day.month, day.day, tzinfo=UTC)


@extend(Opportunity, needs=("currency",))
def never(opportunity: Parent[Any]) -> str:
    """Null for some rows, where it may not be."""
    return cast(str, None if opportunity.currency == "HRK" else "EUR")


@extend(Opportunity, needs=("manual_probability",))
async def sometimes(opportunity: Parent[Any]) -> int:
    """Refused for some rows, where null may not stand."""
    await asyncio.sleep(0)
    if opportunity.manual_probability == 33:
        raise Refusal("Not this one.")
    return int(opportunity.manual_probability or -1)


@extend(Keyword, needs=("position",))
async def soon(keyword: Parent[Any]) -> float:
    """Fails where the position is 0."""
    return float(1 / keyword.position)


@extend(Keyword, needs=("labels",))
def label_length(keyword: Parent[Any]) -> int | None:
    """The length of all labels."""
    return sum(len(text) for pair in keyword.labels.items() for text in pair)


@extend(Employee, needs=("team_id",))
async def colleagues(employee: Parent[Any], info: Info) -> list[Employee] | None:
    """Some employees."""
    keys = range(2, 2 + (employee.team_id or 0))
    return cast(list[Employee], await load_many(info, "Employee", keys))


@extend(Team, needs=("lead_id",))
async def leader(team: Parent[Any], info: Info) -> Employee | None:
    """The lead, loaded."""
    return cast(Any, await load(info, "Employee", team.lead_id)) if team.lead_id else None


@extend(Query)
def greeting(
    info: Info, name: Annotated[str | None, strawberry.argument(description="Whom.")] = None
) -> str | None:
    """A greeting for who is looking."""
    return f"Hello {name}, {info.context.require().employee_id} at {info.path.as_list()}"


@extend(Query)
async def first_customer(info: Info) -> Customer | None:
    """A row."""
    return cast(Customer | None, await load(info, "Customer", 1))


ADDED = (
    *(toast, place, head, words, trouble, crash, wide, loose, careless, guarded, summary),
    *(
        customer,
        summaries,
        mixed,
        closing,
        label_length,
        colleagues,
        leader,
        greeting,
        first_customer,
    ),
)
"""What a plugin of its own adds."""

OWN = (never, sometimes, soon)
"""What plugins add to their own types, where it may not be null."""


@cache
def with_python_fields() -> Registry:
    """What the plugins declare, and many Python fields."""
    registry = declarations(load_plugins(ALL_PLUGINS, discover()))
    for entity in list(registry.entities.values()):
        registry.add_fields("extra", extend(entity.origin, needs=entity.columns)(held))
    for contribution in ADDED:
        registry.add_fields("extra", contribution)
    for contribution in OWN:
        kind = contribution.target
        assert isinstance(kind, type)
        registry.add_fields(registry.type_owner(kind) or "extra", contribution)
    return registry


def held(row: Parent[Any]) -> list[str] | None:
    """Every column as Python holds it."""
    return [f"{name}={getattr(row, name)!r}" for name in type(row).entity.columns]
