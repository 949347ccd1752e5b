"""The field that shows the grid of a plan."""

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy.ext.asyncio import AsyncSession

from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.ids import decode_as
from core.reading.selection import Document, Nodes
from plugins.plans.enums import CompareTo
from plugins.plans.figures import Figures, Period
from plugins.plans.grid import Grid
from plugins.plans.grid_statements import Wanted
from plugins.plans.grid_types import MOST_AREAS, MOST_MONTHS, PlanGrid
from plugins.plans.planning import Planning, planning_of, planning_statement
from plugins.plans.spread_plan import months_of
from plugins.plans.types import Plan
from plugins.plans.working import Refusal

MOST_ROWS = 5_000
TOTALS = ("byMonth", "byOfferingArea", "total")


@extend(Plan, needs=("id",), largest_page=MOST_ROWS)
async def grid(
    plan: strawberry.Parent[Plan],
    info: Info,
    first_month: Annotated[
        date | None,
        strawberry.argument(description="From this month on, told by its first day."),
    ] = None,
    last_month: Annotated[
        date | None,
        strawberry.argument(
            description="Up to this month. At most 36 months may be asked for; of a longer plan "
            "the last 36 are shown if neither month is given."
        ),
    ] = None,
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only this customer.")
    ] = None,
    owner_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only customers of this employee.")
    ] = None,
    sales_group_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only customers of this group and those below it."),
    ] = None,
    offering_area_ids: Annotated[
        list[strawberry.ID] | None,
        strawberry.argument(description="Only these offering areas, at most 500."),
    ] = None,
    compare_to: Annotated[
        CompareTo | None, strawberry.argument(description="What totals are compared with.")
    ] = None,
    first: Annotated[
        int, strawberry.argument(description="Rows on the page: 0 to 5,000, 500 by default.")
    ] = 500,
    after_customer_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="The page begins after the row of this customer,"),
    ] = None,
    after_offering_area_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="and this offering area.")
    ] = None,
) -> PlanGrid | None:
    """The customers and offering areas of the plan that the viewer sees, with their cells.

    Totals are over all pages. What others brought is shown with the customer's card only.
    """
    if not 0 <= first <= MOST_ROWS:
        raise BadInput(f"'first' must be from 0 to {MOST_ROWS}.")
    key: Any = plan.id
    planning = await planning_for(info, int(key))
    if offering_area_ids is not None and len(offering_area_ids) > MOST_AREAS:
        raise BadInput(f"'offeringAreaIds' has more than {MOST_AREAS} ids: ask for fewer.")
    areas = offering_area_ids
    wanted = Wanted(
        customer=_key("customer", customer_id),
        owner=_key("employee", owner_id),
        team=_key("team", sales_group_id),
        areas=None if areas is None else [decode_as("product_basket", str(a)) for a in areas],
        compare_to=compare_to,
        first=first,
        after=_after(after_customer_id, after_offering_area_id),
        **_asked(info),
    )
    return await grid_of(info, planning, wanted, first_month, last_month).read()


def grid_of(
    info: Info, planning: Planning, wanted: Wanted, first: date | None, last: date | None
) -> Grid:
    """The grid of the months from one to another; BadInput for those that are not in the plan."""
    try:
        shown = months_of(planning.span, first, last)
    except Refusal as refused:
        raise BadInput(refused.error.message) from None
    if len(shown) > MOST_MONTHS and (first is not None or last is not None):
        text = f"{len(shown)} months are asked for, and at most {MOST_MONTHS} are shown at once"
        raise BadInput(f"{text}: give a later 'firstMonth' or an earlier 'lastMonth'.")
    shown = shown[-MOST_MONTHS:]
    period = Period(shown[0], shown[-1], planning.plan.currency, planning.plan.type)
    figures = Figures(info.context.deployment, info.context.require(), period)
    return Grid(planning, figures, shown, wanted)


async def planning_for(info: Info, key: int) -> Planning:
    """The plan as the viewer may work on it; it must be there."""
    deployment, viewer = info.context.deployment, info.context.require()
    async with deployment.database.reading() as connection, AsyncSession(connection) as session:
        found = (await session.execute(planning_statement(viewer, key))).one()
    return planning_of(deployment.registry, viewer, deployment.clock.today(), found)


def _key(prefix: str, text: str | None) -> int | None:
    return None if text is None else decode_as(prefix, str(text))


def _after(customer: str | None, area: str | None) -> tuple[int, int] | None:
    if customer is None or area is None:
        return None
    return decode_as("customer", str(customer)), decode_as("product_basket", str(area))


def _asked(info: Info) -> dict[str, frozenset[str]]:
    """The names of the fields that are asked of the grid, of its rows, and of its totals."""
    document, nodes = Document(info.resolving), info.resolving.field_nodes
    totals = [n for name in TOTALS for n in document.below(nodes, name)]
    return {
        "parts": _names(document, nodes),
        "row_fields": _names(document, document.below(nodes, "rows")),
        "total_fields": _names(document, totals),
    }


def _names(document: Document, nodes: Nodes) -> frozenset[str]:
    return frozenset(same[0].name.value for same in document.fields(nodes).values())
