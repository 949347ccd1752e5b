"""External ids on the records they name."""

from typing import Any

from sqlalchemy import and_

from core.contacts.types import Contact
from core.customers.types import Customer
from core.declare import Contribution, extend, many
from core.declare.entity import entity_of
from core.employees.types import Employee
from core.products.types import Product
from core.projects.types import Project


def with_external_ids(origin: type) -> Contribution:
    """Give an entity the field `externalIds`."""
    entity = entity_of(origin)
    name = entity.name if entity else origin.__name__

    def names(record: Any, external: Any) -> Any:
        return and_(external.entity == name, external.record_id == record.id)

    return extend(
        origin, external_ids=many("ExternalId", names, "By what names other systems know it.")
    )


FIELDS = [with_external_ids(origin) for origin in (Contact, Customer, Employee, Product, Project)]
