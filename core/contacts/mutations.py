"""Writing contacts."""

from core.contacts.permissions import ContactPermission
from core.contacts.rules import ContactRules
from core.contacts.types import Contact
from core.keywords.rules import in_list
from core.writing import writes

contact_writes = writes(
    Contact,
    inputs=(
        "customer",
        "first_name",
        "last_name",
        "title",
        "role",
        "email",
        "phone",
        "mobile",
        "language",
        "is_primary",
        "marketing_consent",
        "notes",
    ),
    create=ContactPermission.WRITE,
    update=ContactPermission.WRITE,
    archive=ContactPermission.ARCHIVE,
    rules=ContactRules,
    only={"role": in_list("CONTACT_ROLE")},
    natural_keys=("email", "name"),
)
