"""Leads on other cards, and what leads become."""

from core.customers.types import Customer
from core.declare import connection, extend, one, only_with
from core.external_ids.fields import with_external_ids
from plugins.leads.duplicates.fields import duplicates
from plugins.leads.models import Lead as LeadRow
from plugins.leads.permissions import LeadPermission
from plugins.leads.types import Lead

FIELDS = (
    extend(
        Customer,
        leads=connection(
            "Lead",
            LeadRow.customer_id,
            "The leads that became this customer, the newest first.",
            permission=LeadPermission.READ,
        ),
    ),
    only_with(
        "Opportunity",
        extend(Lead, opportunity=one("Opportunity", "The opportunity that it became.")),
    ),
    with_external_ids(Lead),
    duplicates,
)
