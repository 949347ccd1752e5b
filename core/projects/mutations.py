"""Writing projects and who takes part in them."""

from core.keywords.rules import in_list
from core.projects.permissions import ProjectPermission
from core.projects.rules import ParticipantRules, ProjectRules
from core.projects.types import Project, ProjectParticipant
from core.writing import writes

project_writes = writes(
    Project,
    inputs=("customer", "number", "name", "description", "starts_on", "ends_on", "manager"),
    create=ProjectPermission.WRITE,
    update=ProjectPermission.WRITE,
    archive=ProjectPermission.ARCHIVE,
    rules=ProjectRules,
    filled=("number",),
    natural_keys=("number", "name"),
)

participant_writes = writes(
    ProjectParticipant,
    inputs=("project", "employee", "role", "valid_from", "valid_to"),
    create=ProjectPermission.WRITE,
    update=ProjectPermission.WRITE,
    archive=ProjectPermission.WRITE,
    rules=ParticipantRules,
    only={"role": in_list("PROJECT_ROLE")},
)
