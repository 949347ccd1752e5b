"""Groups: customer groups, special groups, and who is responsible for customers and projects."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from core.declare import Contribution
from core.demo import DemoWorld
from core.hookspecs import hookimpl
from core.visibility import Reason
from core.writing import AddedInputs
from plugins.groups import (
    changing_special_group,
    counts,
    demo,
    fields,
    moving,
    mutations,
    queries,
    subscriptions,
    toggling,
)
from plugins.groups.permissions import GroupPermission, ResponsibilityPermission
from plugins.groups.responsibility_types import (
    Responsibility,
    ResponsibilityRow,
    ResponsibilitySettings,
    ResponsiblePerson,
    RoleHolder,
)
from plugins.groups.types import CustomerGroup, SpecialGroup
from plugins.groups.visibility import REASONS

depends_on = ()


@hookimpl
def register_types() -> Iterable[type]:
    return [
        CustomerGroup,
        SpecialGroup,
        Responsibility,
        ResponsibilityRow,
        ResponsibilitySettings,
        ResponsiblePerson,
        RoleHolder,
        counts.CustomerGroupCount,
    ]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        queries.responsibility_settings,
        counts.fields,
        fields.customer,
        fields.employee,
        mutations.group_writes,
        mutations.special_group_writes,
        mutations.responsibility_writes,
        mutations.settings_writes,
        moving.move_customers,
        changing_special_group.change_special_group,
        toggling.toggle_responsibility,
        subscriptions.responsibilities_changed,
    ]


@hookimpl
def register_inputs() -> Iterable[AddedInputs]:
    return [mutations.customer_inputs]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [GroupPermission, ResponsibilityPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")


@hookimpl
async def fill_demo(session: AsyncSession, world: DemoWorld) -> None:
    await demo.fill(session, world)
