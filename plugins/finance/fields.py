"""Finance on the customer card and on opportunities."""

from core.customers.types import Customer
from core.declare import connection, expression, extend, many, one, only_with
from core.external_ids.fields import with_external_ids
from plugins.finance import models, states
from plugins.finance.enums import HoldLevel, WayToCash
from plugins.finance.hold_models import CreditAlarm as AlarmRow
from plugins.finance.hold_models import CreditLimit as LimitRow
from plugins.finance.hold_models import DeliveryHold as HoldRow
from plugins.finance.permissions import FinancePermission
from plugins.finance.receivables import Receivable as ReceivableRow
from plugins.finance.types import Invoice, Offer, Payment

READ, HOLDS = FinancePermission.READ, FinancePermission.READ_HOLDS

customer = extend(
    Customer,
    offers=connection(
        "Offer", models.Offer.customer_id, "Offers made to it, the latest first.", permission=READ
    ),
    invoices=connection(
        "Invoice", models.Invoice.customer_id, "Its invoices, the latest first.", permission=READ
    ),
    payments=connection(
        "Payment", models.Payment.customer_id, "Its payments, the latest first.", permission=READ
    ),
    receivables=many(
        "Receivable",
        ReceivableRow.customer_id,
        "What it owes by age, per currency.",
        permission=READ,
    ),
    credit_limits=many(
        "CreditLimit", LimitRow.customer_id, "Its credit limit, if it has one.", permission=READ
    ),
    delivery_hold=expression(
        HoldLevel | None,
        "What is held; NONE if nothing is. Needs `finance:read_holds`.",
        states.hold_level,
        permission=HOLDS,
    ),
    delivery=one(
        "DeliveryStatus", "Whether more may be delivered to it.", via="id", permission=HOLDS
    ),
    delivery_holds=connection(
        "DeliveryHold", HoldRow.customer_id, "Its holds, the latest first.", permission=HOLDS
    ),
    credit_alarms=connection(
        "CreditAlarm", AlarmRow.customer_id, "Its alarms, the latest first.", permission=HOLDS
    ),
)

opportunity = extend(
    "Opportunity",
    way_to_cash=expression(
        WayToCash | None,
        "How far its offers and invoices have come; null before an offer was sent. Needs "
        "`finance:read_holds`.",
        states.way_to_cash,
        permission=HOLDS,
    ),
    offers=connection(
        "Offer",
        models.Offer.opportunity_id,
        "The offers made for it, the latest first.",
        permission=READ,
    ),
    invoices=connection(
        "Invoice",
        models.Invoice.opportunity_id,
        "The invoices that came of it, the latest first.",
        permission=READ,
    ),
)

FIELDS = (
    customer,
    opportunity,
    *(
        only_with(
            "Opportunity",
            extend(origin, opportunity=one("Opportunity", "The opportunity it came of.")),
        )
        for origin in (Offer, Invoice)
    ),
    *map(with_external_ids, (Offer, Invoice, Payment)),
)
