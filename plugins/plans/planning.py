"""A plan as somebody works on it: its months, and what he may do."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, false, literal, or_, select, true
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.declare.field import Alias
from core.employees.enums import SalesRight
from core.employees.models import Employee
from core.reading.visible import visible
from core.viewer import Viewer
from plugins.plans.enums import PlanSide
from plugins.plans.locking import Span, span_of
from plugins.plans.models import Plan, PlanAdministrator, PlanSettings
from plugins.plans.permissions import PlanPermission

if TYPE_CHECKING:
    from core.registry import Registry

MANAGERS = (SalesRight.MANAGER, SalesRight.DIRECTOR)
"""Sales rights whose holders do not set their own targets."""


@dataclass(frozen=True)
class Planning:
    """A plan, the rules of planning, the day, and who is at work."""

    registry: "Registry"
    viewer: Viewer
    plan: Plan
    rules: PlanSettings
    today: date
    administers: bool
    manages: bool

    @cached_property
    def span(self) -> Span:
        """The months of the plan today."""
        return span_of(self.plan, self.rules, self.today)

    def seen(self, customer: Alias) -> ColumnElement[bool]:
        """Whether the viewer sees the rows of a customer."""
        if self.administers:
            return true()
        owned = customer.owner_id == self.viewer.employee_id
        if not self.viewer.may(PlanPermission.READ_ALL):
            return owned  # type: ignore[no-any-return]
        entity = self.registry.entity("Customer")
        return or_(owned, visible(self.registry, entity, customer, self.viewer))

    def editable(self, customer: Alias) -> ColumnElement[bool]:
        """Whether the viewer may plan for a customer."""
        if not self.viewer.may(PlanPermission.WRITE):
            return false()
        if self.administers:
            return true()
        if self.manages and self.plan.side is PlanSide.TARGET:
            return false()
        owned: ColumnElement[bool] = customer.owner_id == self.viewer.employee_id
        return owned


def planning_statement(viewer: Viewer, key: int) -> Select[Any]:
    """Selects the plan, the rules, whether the viewer administers it, and his sales right."""
    post = aliased(PlanAdministrator)
    held = select(post.plan_id).where(
        post.plan_id == Plan.id, post.employee_id == viewer.employee_id
    )
    manages = literal(True) if viewer.may(PlanPermission.MANAGE) else held.exists()
    right = select(Employee.sales_right).where(Employee.id == viewer.employee_id).scalar_subquery()
    found = select(Plan, PlanSettings, manages, right).where(Plan.id == key)
    return found.join_from(Plan, PlanSettings, PlanSettings.id == 1)


def planning_of(registry: "Registry", viewer: Viewer, today: date, found: Any) -> Planning:
    """What the statement found, on a day."""
    plan, rules, administers, right = found
    return Planning(registry, viewer, plan, rules, today, administers, right in MANAGERS)


def customers() -> Any:
    """Customers, for one place of a statement."""
    return aliased(Customer)
