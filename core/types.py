"""The GraphQL types of the core's domains, to be extended."""

from core.contacts.types import Contact
from core.customers.types import Customer
from core.employees.types import Employee, Role, Team
from core.keywords.types import Keyword
from core.products.types import Product, ProductBasket
from core.projects.types import Project, ProjectParticipant
from core.roots import Mutation, Query

__all__ = [
    "Contact",
    "Customer",
    "Employee",
    "Keyword",
    "Mutation",
    "Product",
    "ProductBasket",
    "Project",
    "ProjectParticipant",
    "Query",
    "Role",
    "Team",
]
