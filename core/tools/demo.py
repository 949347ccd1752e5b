"""Demo tools for customers."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.tools.models import ModuleTool

FOLLOW_UP = {
    "target": "Project",
    "copy": {"name": "name", "managerId": "owner"},
    "ask": ["name", "startsOn"],
}
TELL_OWNER = {
    "to": ["owner"],
    "title": "{{ name }}",
    "text": "{{ name }}: {{ employeeCount }}, {{ billingCity }}",
    "language": "fi",
}
OWN = {"ask": ["ownerId"]}
WIN = {"values": {"prospect": False}}
TOOLS: tuple[tuple[str, Mapping[str, Any], tuple[str, str, str], str], ...] = (
    ("set_fields", OWN, ("Vaihda omistaja", "Promijeni vlasnika", "Change owner"), "user"),
    ("set_fields", WIN, ("Asiakkaaksi", "U kupca", "Make a customer"), "check"),
    ("create_record", FOLLOW_UP, ("Uusi hanke", "Novi projekt", "New project"), "folder"),
    ("notify", TELL_OWNER, ("Kerro omistajalle", "Obavijesti vlasnika", "Tell the owner"), "bell"),
)
"""Kind, config, labels in Finnish, Croatian and English, and icon."""

CONDITIONS: Mapping[str, Mapping[str, Any]] = {"check": {"prospect": {"eq": True}}}
"""For which customers a tool is shown and runs, by its icon."""


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add a tool of each kind that needs no other system."""
    await world.add(session, ModuleTool, _rows())


def _rows() -> Iterator[dict[str, Any]]:
    for position, (kind, config, labels, icon) in enumerate(TOOLS):
        condition = CONDITIONS.get(icon)
        yield {
            "module": "Customer",
            "kind": kind,
            "labels": dict(zip(("fi", "hr", "en"), labels, strict=True)),
            "icon": icon,
            "position": position,
            "config": dict(config),
            "visible_if": condition,
            "run_if": condition,
        }
