"""What an employee may do with opportunities."""

from core.permissions import Permission


class OpportunityPermission(Permission):
    READ = "opportunities:read", "Read the opportunities that are visible to oneself."
    READ_ALL = "opportunities:read_all", "See every opportunity, those without a customer too."
    WRITE = "opportunities:write", "Make and change visible opportunities."
    ARCHIVE = "opportunities:archive", "Archive and restore visible opportunities."
    IMPORT_HISTORY = (
        "opportunities:import_history",
        "Import what opportunities were in another system, before they came here.",
    )
    MANAGE_STAGES = "opportunities:manage_stages", "Make and change the stages."
