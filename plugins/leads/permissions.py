"""What an employee may do with leads."""

from core.permissions import Permission


class LeadPermission(Permission):
    READ = "leads:read", "Read the leads that are visible to oneself."
    READ_ALL = "leads:read_all", "See every lead."
    READ_UNOWNED = "leads:read_unowned", "See leads that nobody owns, such as those of web forms."
    WRITE = "leads:write", "Make and change visible leads."
    ARCHIVE = "leads:archive", "Archive and restore visible leads."
    CONVERT = "leads:convert", "Convert visible leads; needs the rights to write the targets too."
    MANAGE_FORMS = "leads:manage_forms", "Set up the web forms that make leads, and their keys."
