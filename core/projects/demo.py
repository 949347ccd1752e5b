"""Demo projects: one for every second customer, with two participants."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.demo import country_of
from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import owner_of
from core.employees.models import Employee
from core.numbering import NumberSeries
from core.projects.models import Project, ProjectParticipant

FIRST_NUMBER = 5_001
SUBJECTS = {
    "FI": ("Käyttöönotto", "Huoltosopimus", "Linjan uusinta", "Öljynsuodatus", "Koulutus"),
    "HR": ("Uvođenje", "Ugovor o održavanju", "Obnova linije", "Filtriranje ulja", "Školovanje"),
}


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add projects and their participants."""
    total = len(world.keys[Customer][::2])
    await world.reserve(session, Project, total)
    await world.copy(session, Project, _projects(world), total)
    await world.reserve(session, ProjectParticipant, 2 * total)
    await world.copy(session, ProjectParticipant, _participants(world), 2 * total)
    following = FIRST_NUMBER + total
    await session.execute(insert(NumberSeries).values(code="project", next_number=following))


def _projects(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for place, key in enumerate(world.keys[Project]):
        country = country_of(2 * place)
        begun = world.number("project", place) % 900
        starts = world.today - timedelta(days=begun - 60)
        name = f"{world.pick('subject', place, SUBJECTS[country])} {starts.year}"
        made = world.days_ago(begun + 30)
        yield {
            "id": key,
            "customer_id": world.keys[Customer][2 * place],
            "number": str(FIRST_NUMBER + place),
            "name": name,
            "name_sort": world.sort_key(name),
            "starts_on": starts,
            "ends_on": starts + timedelta(days=120) if begun > 200 else None,
            "manager_id": owner_of(world, 2 * place),
            "created_at": made,
            "updated_at": made,
            "version": 1,
        }


def _participants(world: DemoWorld) -> Iterator[dict[str, Any]]:
    lead, specialist = world.keywords["PROJECT_ROLE"]
    until = world.today + timedelta(days=90)
    for place, project in enumerate(world.keys[Project]):
        shared = {"project_id": project, "customer_id": world.keys[Customer][2 * place]}
        another = world.pick("participant", place, world.keys[Employee])
        manager = (owner_of(world, 2 * place), lead, None, None)
        helper = (another, specialist, world.today, until)
        for order, (employee, role, first, last) in enumerate((manager, helper), 1):
            yield {
                **shared,
                "id": 2 * place + order,
                "employee_id": employee,
                "role_id": role,
                "valid_from": first,
                "valid_to": last,
            }
