"""The GraphQL types of projects and their participants."""

from core.declare import Node, column, connection, entity, one
from core.projects import models
from core.projects.permissions import ProjectPermission
from core.searching import search_text
from core.visibility import WithParent


@entity(
    models.Project,
    read=ProjectPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"name": "ASC"},
    search=search_text,
)
class Project(Node):
    """Work for a customer. Visible with the customer."""

    customer = one("Customer", "The customer it is done for.")
    number = column("Project number, unique, at most 40 characters.")
    name = column("Name, at most 200 characters.", sort="name_sort")
    description = column("Free text.")
    starts_on = column("First day; null is open.")
    ends_on = column("Last day; null is open.")
    manager = one("Employee", "Who is in charge.")
    participants = connection(
        "ProjectParticipant", models.ProjectParticipant.project_id, "Who takes part, and when."
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.ProjectParticipant,
    read=ProjectPermission.READ,
    visible=WithParent("Customer", "customer_id"),
)
class ProjectParticipant(Node):
    """An employee takes part in a project. Visible with the customer."""

    project = one("Project", "The project.")
    customer = one("Customer", "The customer of the project.")
    employee = one("Employee", "Who takes part.")
    role = one("Keyword", "What the employee does there (list PROJECT_ROLE).")
    valid_from = column("First day; null is open.")
    valid_to = column("Last day; null is open.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
