"""How a new forecast begins: with the values of its origin."""

from dataclasses import replace
from decimal import Decimal

from core.writing import Writing
from plugins.plans.copying import Copying
from plugins.plans.planning import planning_of, planning_statement
from plugins.plans.working import Refusal


async def copy_origin(writing: Writing, key: int, origin: int) -> None:
    """Copy the cells of the origin that have a place in the new plan, if the rules say so.

    What another plan in use has planned already is left to an explicit copy, which tells of it.
    """
    # the plan was just made: the session does not know its computed columns
    statement = planning_statement(writing.viewer, key).execution_options(populate_existing=True)
    found = (await writing.session.execute(statement)).one()
    today = writing.deployment.clock.today()
    planning = planning_of(writing.deployment.registry, writing.viewer, today, found)
    if not planning.rules.copy_target_values:
        return
    try:
        copying = Copying(writing, replace(planning, administers=True), Decimal(100), None)
        async with writing.session.begin_nested():
            await copying.from_plan(origin)
    except Refusal:
        return
