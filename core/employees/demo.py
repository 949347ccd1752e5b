"""Demo employees: forty people in six teams, and the roles that they hold."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.demo.people import person, phone
from core.employees.enums import SalesRight
from core.employees.models import Employee, EmployeeRole, Role, Team
from core.employees.rights import EVERYTHING

COUNT = 40
ADMIN_EMAIL = "demo@kortisto.example"
SELLER_EMAIL = "seller@kortisto.example"
TEAMS = (
    ("Suomi", "FI", None),
    ("Helsinki", "FI", 1),
    ("Tampere", "FI", 1),
    ("Hrvatska", "HR", None),
    ("Zagreb", "HR", 4),
    ("Split", "HR", 4),
)
"""Name, country, and the place, from 1, of the team above."""

ROLES = ("Administrator", "Sales manager", "Sales", "Viewer")
FIRST_SELLER = 1 + len(TEAMS)
"""The place of the seller who can sign in: behind the administrator and the leads."""


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add roles, teams and employees, and give each his role."""
    await world.add(session, Role, _roles(world))
    await world.add(session, Team, _teams(world))
    await world.add(session, Employee, _employees(world))
    for place, team in enumerate(world.keys[Team], 1):
        lead = world.keys[Employee][place]
        await session.execute(update(Team).where(Team.id == team).values(lead_id=lead))
    await world.add(session, EmployeeRole, _held(world))


def owner_of(world: DemoWorld, place: int) -> int:
    """The employee who owns the customer at a place."""
    return world.pick("owner", place, world.keys[Employee][FIRST_SELLER:-1])


def _roles(world: DemoWorld) -> Iterator[dict[str, Any]]:
    everything = sorted(world.permissions)
    reading = [name for name in everything if name.endswith(":read")]
    sold = (":read", ":write", ":archive", ":use")
    selling = [name for name in everything if name.endswith(sold)]
    managing = [*selling, *(name for name in everything if name.endswith(":read_all"))]
    looking = [*reading, "customers:read_all"]
    for name, held in zip(ROLES, ([EVERYTHING], managing, selling, looking), strict=True):
        yield {"name": name, "name_sort": world.sort_key(name), "permissions": held}


def _teams(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for name, _, parent in TEAMS:
        yield {"name": name, "name_sort": world.sort_key(name), "parent_id": parent}


def _employees(world: DemoWorld) -> Iterator[dict[str, Any]]:
    random = world.random("employees")
    for place in range(COUNT):
        team = _team_of(place)
        country = TEAMS[team or 0][1]
        who = person(random, country)
        email = _sign_in(place) or who.email("kortisto.example").replace("@", f".{place}@")
        yield {
            "email": email,
            "password_hash": world.password_hash if _sign_in(place) else None,
            "first_name": who.first,
            "last_name": who.last,
            "name_sort": world.sort_key(f"{who.last} {who.first}"),
            "phone": phone(random, country),
            "is_seller": FIRST_SELLER <= place < COUNT - 1,
            "sales_right": _sales_right(place),
            "locale": {"FI": "fi", "HR": "hr"}[country],
            "team_id": None if team is None else world.keys[Team][team],
        }


def _held(world: DemoWorld) -> Iterator[dict[str, int]]:
    roles: Sequence[int] = world.keys[Role]
    for place, employee in enumerate(world.keys[Employee]):
        role = 3 if place == COUNT - 1 else min(place, 1) if place < FIRST_SELLER else 2
        yield {"employee_id": employee, "role_id": roles[role]}


def _team_of(place: int) -> int | None:
    """The administrator is in none, the leads in their own, the others in turn."""
    if place == 0:
        return None
    return place - 1 if place < FIRST_SELLER else place % len(TEAMS)


def _sign_in(place: int) -> str | None:
    return {0: ADMIN_EMAIL, FIRST_SELLER: SELLER_EMAIL}.get(place)


def _sales_right(place: int) -> SalesRight:
    if place in (0, COUNT - 1):
        return SalesRight.NONE
    if place < FIRST_SELLER:
        return SalesRight.DIRECTOR if TEAMS[place - 1][2] is None else SalesRight.MANAGER
    return SalesRight.SELLER
