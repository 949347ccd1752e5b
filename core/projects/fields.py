"""Projects on the customer card."""

from core.customers.types import Customer
from core.declare import connection, extend
from core.projects.models import Project
from core.projects.permissions import ProjectPermission

customer = extend(
    Customer,
    projects=connection(
        "Project",
        Project.customer_id,
        "The projects done for the customer, by name.",
        permission=ProjectPermission.READ,
    ),
)
