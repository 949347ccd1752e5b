"""Writing leads."""

from core.writing import writes
from plugins.leads.permissions import LeadPermission
from plugins.leads.rules import LeadRules
from plugins.leads.types import Lead

lead_writes = writes(
    Lead,
    inputs=(
        "company",
        "business_id",
        "first_name",
        "last_name",
        "title",
        "email",
        "phone",
        "website",
        "street",
        "postal_code",
        "city",
        "country",
        "lead_source",
        "status",
        "disqualified_reason",
        "rating",
        "amount",
        "currency",
        "notes",
        "owner",
        "marketing_consent",
        "data",
    ),
    create=LeadPermission.WRITE,
    update=LeadPermission.WRITE,
    archive=LeadPermission.ARCHIVE,
    rules=LeadRules,
    natural_keys=("email", "company"),
)
