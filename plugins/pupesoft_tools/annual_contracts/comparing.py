"""What is asked of a comparison, and the sales that it finds, customer by customer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.deployment import Deployment
from core.errors import BadInput
from core.headings.words import Language
from core.keywords.models import Keyword
from core.naming import labelled
from core.reading import Asked
from core.reading.conditions import parsed
from core.viewer import Viewer, require
from plugins.pupesoft_tools.annual_contracts.enums import AnnualContractGroup
from plugins.pupesoft_tools.annual_contracts.figures import Figures
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission
from plugins.pupesoft_tools.annual_contracts.report import contract_rows

MOST_LINES = 100_000
"""Departments and product groups of all customers of a comparison."""

Labels = Mapping[str, str]


class TooMuch(BadInput):
    """There are more customers than a comparison may have."""


@dataclass(frozen=True)
class Name:
    """The code and labels of a department or product group; None stands for none."""

    code: str
    labels: Labels

    def told(self, language: Language) -> str:
        """What people read."""
        return labelled(self.labels, language, self.code)


@dataclass(frozen=True)
class Line:
    """The sales of a product group in a department and currency."""

    currency: str
    department: Name | None
    group: Name | None
    figures: Figures


@dataclass(frozen=True)
class Account:
    """A customer, and what it bought."""

    customer: Any
    """A row with its key, number, name, address, e-mail, language and owner's key."""
    lines: Sequence[Line]

    @property
    def key(self) -> int:
        """The customer's key."""
        return int(self.customer.customer_id)

    @property
    def owner_id(self) -> int | None:
        """The key of the employee who owns the customer."""
        found: int | None = self.customer.customer_owner_id
        return found


@dataclass(frozen=True)
class Comparison:
    """What is asked: a period, a threshold, and a filter of customers as JSON."""

    period: Period
    threshold: Decimal | None
    filter: object

    @property
    def as_json(self) -> dict[str, Any]:
        """What a job or a download is told."""
        return {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "threshold": None if self.threshold is None else str(self.threshold),
            "filter": self.filter,
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Comparison":
        """What `as_json` told."""
        threshold = told["threshold"]
        return cls(
            Period(date.fromisoformat(told["from"]), date.fromisoformat(told["to"])),
            None if threshold is None else Decimal(threshold),
            told["filter"],
        )

    async def accounts(
        self, deployment: Deployment, viewer: Viewer, most: int
    ) -> Sequence[Account]:
        """The customers that the viewer sees, by name without legal form; one statement.

        BadInput for a filter that cannot be used, TooMuch for more customers than `most`, Forbidden
        without the rights of the report.
        """
        require(viewer, AnnualContractPermission.READ)
        rows = await deployment.database.fetch(self._statement(deployment, viewer))
        found = [*_accounts(rows)]
        if len(found) > most or len(rows) > MOST_LINES:
            raise TooMuch(f"finds more than {most} customers: compare fewer at once.")
        return found

    def _statement(self, deployment: Deployment, viewer: Viewer) -> Select[Any]:
        registry = deployment.registry
        given = {
            "from": self.period.first,
            "to": self.period.last,
            "by": AnnualContractGroup.PRODUCT_GROUP,
            "threshold": self.threshold,
            "filter": parsed(registry, registry.entity("Customer"), self.filter),
        }
        rows = contract_rows(Asked(registry, viewer, given)).subquery("row")
        customer: Any = aliased(Customer)
        department: Any = aliased(Keyword)
        group: Any = aliased(Keyword)
        return (
            select(
                rows,
                *(getattr(customer, name).label(f"customer_{name}") for name in SHOWN),
                department.code.label("department_code"),
                department.labels.label("department_labels"),
                group.code.label("group_code"),
                group.labels.label("group_labels"),
            )
            .join(customer, customer.id == rows.c.customer_id)
            .outerjoin(department, department.id == rows.c.department_id)
            .outerjoin(group, group.id == rows.c.group_id)
            .order_by(rows.c.id)
            .limit(MOST_LINES + 1)
        )


SHOWN = (
    *("number", "name", "billing_street", "billing_postal_code", "billing_city"),
    *("email", "language", "owner_id"),
)
"""What is told of a customer."""


def _accounts(rows: Sequence[Any]) -> Iterator[Account]:
    for _, lines in groupby(rows, lambda row: row.customer_id):
        found = list(lines)
        yield Account(found[0], [_line(row) for row in found])


def _line(row: Any) -> Line:
    return Line(
        row.currency,
        _name(row.department_code, row.department_labels),
        _name(row.group_code, row.group_labels),
        Figures(row.quantity, row.previous_quantity, row.purchases, row.previous_purchases),
    )


def _name(code: str | None, labels: Labels | None) -> Name | None:
    return None if code is None else Name(code, labels or {})
