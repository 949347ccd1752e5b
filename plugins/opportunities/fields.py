"""Opportunities on the customer card."""

from core.customers.types import Customer
from core.declare import connection, extend, many
from plugins.opportunities.models import Opportunity
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.totals import OpportunityTotal

customer = extend(
    Customer,
    opportunities=connection(
        "Opportunity",
        Opportunity.customer_id,
        "The opportunities with the customer, by name.",
        permission=OpportunityPermission.READ,
    ),
    opportunity_totals=many(
        "OpportunityTotal",
        OpportunityTotal.customer_id,
        "What the opportunities in use add up to, per currency and kind of stage.",
        permission=OpportunityPermission.READ,
    ),
)
