"""A demo workflow."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.employees.models import Employee
from core.tools.models import ModuleTool
from core.workflows.models import Workflow

NAMES = {"fi": "Suuri asiakas omistajalle", "hr": "Veliki kupac vlasniku", "en": "Large customers"}


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add a workflow that tells owners of large customers."""
    await world.add(session, Workflow, _rows(world))


def _rows(world: DemoWorld) -> Iterator[dict[str, Any]]:
    name = NAMES.get(world.language, NAMES["en"])
    yield {
        "name": name,
        "name_sort": world.sort_key(name),
        "module": "Customer",
        "trigger": "FIRST_TIME",
        "condition": {"employeeCount": {"gte": 250}},
        "tool_id": world.keys[ModuleTool][-1],
        "run_as_id": world.keys[Employee][0],
    }
