"""Ways to offers, invoices, payments, holds and rules."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    offer=by_id("Offer", "The offer with an id."),
    offers=connection("Offer", None, "The visible offers, the latest first."),
    invoice=by_id("Invoice", "The invoice with an id."),
    invoices=connection(
        "Invoice",
        None,
        "The visible invoices, the latest first. Who is late: filter by `state`, order by `dueOn`.",
    ),
    invoice_line=by_id("InvoiceLine", "The invoice line with an id."),
    payment=by_id("Payment", "The payment with an id."),
    payments=connection("Payment", None, "The visible payments, the latest first."),
    receivables=connection(
        "Receivable", None, "What the visible customers owe by age, per currency."
    ),
    delivery_statuses=connection(
        "DeliveryStatus", None, "Whether more may be delivered to the visible customers."
    ),
    delivery_holds=connection(
        "DeliveryHold", None, "The holds on visible customers, the latest first."
    ),
    credit_limits=connection("CreditLimit", None, "The credit limits of visible customers."),
    credit_rules=connection("CreditRule", None, "The credit rules."),
    credit_alarms=connection(
        "CreditAlarm", None, "The alarms of visible customers, the latest first."
    ),
)
