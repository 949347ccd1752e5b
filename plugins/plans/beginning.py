"""How a new forecast begins: with the values of its origin."""

from dataclasses import replace
from decimal import Decimal

from core.writing import Writing
from plugins.plans.copying import Copying
from plugins.plans.planning import planning_of, planning_statement


async def copy_origin(writing: Writing, key: int, origin: int) -> None:
    """Copy the cells of the origin that have a place in the new plan, if the rules say so.

    PostgreSQL refuses the plan if another one in use plans some of it already.
    """
    # the plan was just made: the session does not know its computed columns
    statement = planning_statement(writing.viewer, key).execution_options(populate_existing=True)
    found = (await writing.session.execute(statement)).one()
    today = writing.deployment.clock.today()
    planning = planning_of(writing.deployment.registry, writing.viewer, today, found)
    if planning.rules.copy_target_values:
        everything = replace(planning, administers=True)
        copying = Copying(writing, everything, Decimal(100), None, careful=False)
        await copying.from_plan(origin)
