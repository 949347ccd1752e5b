"""Writing offers, invoices, payments, write-offs, credit limits and rules by hand."""

from core.keywords.rules import in_list
from core.products.enums import BasketType
from core.writing import Rules, writes
from plugins.finance.hold_types import CreditLimit, CreditRule
from plugins.finance.line_rules import LineRules
from plugins.finance.permissions import FinancePermission
from plugins.finance.rules import InvoiceRules, OfferRules, SettlingRules, is_valid_invoice
from plugins.finance.types import Invoice, InvoiceLine, Offer, Payment, WriteOff

WRITE, MANAGE = FinancePermission.WRITE, FinancePermission.MANAGE_RULES

offer_writes = writes(
    Offer,
    inputs=(
        "number",
        "customer",
        "owner",
        "amount",
        "currency",
        "sent_on",
        "valid_until",
        "accepted_on",
        "rejected_on",
    ),
    create=WRITE,
    update=WRITE,
    archive=WRITE,
    rules=OfferRules,
    natural_keys=("number",),
)

invoice_writes = writes(
    Invoice,
    inputs=(
        "number",
        "customer",
        "kind",
        "credited_invoice",
        "seller",
        "invoiced_on",
        "due_on",
        "currency",
        "net",
        "vat",
        "cancelled_on",
    ),
    create=WRITE,
    update=WRITE,
    archive=WRITE,
    rules=InvoiceRules,
    filled=("due_on",),
    natural_keys=("number",),
)

line_writes = writes(
    InvoiceLine,
    inputs=(
        "invoice",
        "position",
        "product",
        "department",
        "group",
        "offering_area",
        "description",
        "quantity",
        "unit_price",
        "discount",
        "net",
        "cost",
    ),
    create=WRITE,
    update=WRITE,
    archive=WRITE,
    rules=LineRules,
    only={
        "invoice": is_valid_invoice,
        "department": in_list("DEPARTMENT"),
        "group": in_list("PRODUCT_GROUP"),
        "offering_area": lambda row: row.type == BasketType.WALLET_SHARE,
    },
)

payment_writes = writes(
    Payment,
    inputs=("invoice", "paid_on", "amount", "reference"),
    create=WRITE,
    update=WRITE,
    archive=WRITE,
    rules=SettlingRules,
    only={"invoice": is_valid_invoice},
)

write_off_writes = writes(
    WriteOff,
    inputs=("invoice", "written_off_on", "amount", "reason"),
    create=WRITE,
    update=WRITE,
    archive=WRITE,
    rules=SettlingRules,
    only={"invoice": is_valid_invoice},
)

limit_writes = writes(
    CreditLimit,
    inputs=("customer", "amount", "currency"),
    create=MANAGE,
    update=MANAGE,
    archive=MANAGE,
)

rule_writes = writes(
    CreditRule,
    inputs=("name", "kind", "threshold", "currency", "hold", "active"),
    create=MANAGE,
    update=MANAGE,
    archive=MANAGE,
    rules=Rules,
    natural_keys=("name",),
)

WRITES = (
    offer_writes,
    invoice_writes,
    line_writes,
    payment_writes,
    write_off_writes,
    limit_writes,
    rule_writes,
)
