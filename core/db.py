"""The models of the core's domains, for statements and for annotating parents."""

from core.contacts.models import Contact
from core.customers.models import Customer, CustomerSegment
from core.employees.models import Employee, EmployeeRole, Role, Team
from core.external_ids.models import ExternalId
from core.keywords.models import Keyword
from core.products.models import BasketProduct, Product, ProductBasket
from core.projects.models import Project, ProjectParticipant

__all__ = [
    "BasketProduct",
    "Contact",
    "Customer",
    "CustomerSegment",
    "Employee",
    "EmployeeRole",
    "ExternalId",
    "Keyword",
    "Product",
    "ProductBasket",
    "Project",
    "ProjectParticipant",
    "Role",
    "Team",
]
