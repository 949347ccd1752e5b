"""Writing customers."""

from core.customers.models import CustomerSegment
from core.customers.permissions import CustomerPermission
from core.customers.rules import CustomerRules
from core.customers.types import Customer
from core.keywords.rules import in_list
from core.segments.carrying import is_segment
from core.writing import Links, writes

customer_writes = writes(
    Customer,
    inputs=(
        "number",
        "name",
        "business_id",
        "vat_id",
        "legal_form",
        "prospect",
        "billing_street",
        "billing_postal_code",
        "billing_city",
        "billing_country",
        "delivery_street",
        "delivery_postal_code",
        "delivery_city",
        "delivery_country",
        "phone",
        "email",
        "website",
        "language",
        "currency",
        "annual_revenue",
        "employee_count",
        "founded_year",
        "department",
        "district",
        "industry",
        "state",
        "segments",
        "owner",
        "parent",
    ),
    create=CustomerPermission.WRITE,
    update=CustomerPermission.WRITE,
    archive=CustomerPermission.ARCHIVE,
    rules=CustomerRules,
    links={"segments": Links(CustomerSegment.customer_id, CustomerSegment.keyword_id)},
    only={
        "department": in_list("DEPARTMENT"),
        "district": in_list("DISTRICT"),
        "industry": in_list("INDUSTRY"),
        "state": in_list("CUSTOMER_STATE"),
        "segments": is_segment,
    },
    filled=("number",),
    natural_keys=("number", "business_id", "name"),
)
