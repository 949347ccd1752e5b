"""The GraphQL types of offers, invoices, payments and write-offs."""

from decimal import Decimal

from core.declare import Node, column, connection, entity, expression, many, one
from core.visibility import WithParent
from plugins.finance import models, states
from plugins.finance.enums import InvoiceState, OfferState
from plugins.finance.permissions import FinancePermission

FED = "The system that feeds it; it is changed there, and by hand read-only. Null if none does."
VERSION = "Grows with every change; name it in `expectedVersion`."
CUSTOMER = WithParent("Customer", "customer_id")


@entity(models.Offer, read=FinancePermission.READ, visible=CUSTOMER, order={"sentOn": "DESC"})
class Offer(Node):
    """What was offered to a customer. Visible with the customer."""

    number = column("Number of the offer, at most 40 characters.")
    customer = one("Customer", "The customer it was made to.")
    owner = one("Employee", "Who made it.")
    amount = column("What it would bring without tax, in `currency`, at least 0.")
    currency = column("Currency of the amount, ISO 4217.")
    sent_on = column("The day it was sent; null while it is a draft.")
    valid_until = column("The last day it can be accepted.")
    accepted_on = column("The day it was accepted.")
    rejected_on = column("The day it was turned down.")
    state = expression(OfferState, "Where it stands today.", states.offer_state)
    fed_by = expression(str | None, FED, states.fed_by("Offer"))
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column(VERSION)


@entity(models.Invoice, read=FinancePermission.READ, visible=CUSTOMER, order={"invoicedOn": "DESC"})
class Invoice(Node):
    """A bill or a credit note. Visible with its customer; its state follows from facts."""

    number = column("Number of the invoice, at most 40 characters.")
    customer = one("Customer", "The customer who pays.")
    kind = column("Whether it asks for money or gives it back.")
    credited_invoice = one("Invoice", "The invoice that a credit note is set against.")
    credit_notes = many(
        "Invoice",
        models.Invoice.credited_invoice_id,
        "The credit notes set against it, the latest first.",
    )
    seller = one("Employee", "Who sold what is invoiced.")
    invoiced_on = column("The day of the invoice; its month is the month of actual invoicing.")
    due_on = column("The day by which it is to be paid.")
    currency = column("Currency of all amounts, ISO 4217.")
    net = column("Amount without tax: what the lines add up to. Negative on a credit note.")
    vat = column("Value added tax.")
    total = column("Net and tax together.")
    cancelled_on = column("The day it was cancelled; null while it holds.")
    paid_amount = expression(Decimal, "Sum of the payments.", states.paid_amount)
    credited_amount = expression(
        Decimal, "Sum of the credit notes set against it, at least 0.", states.credited_amount
    )
    written_off_amount = expression(
        Decimal, "Sum of the write-offs, at least 0.", states.written_off_amount
    )
    open_amount = expression(
        Decimal, "Total less payments, credits and write-offs.", states.open_amount
    )
    state = expression(InvoiceState, "Where it stands today.", states.invoice_state)
    days_overdue = expression(
        int | None, "Days since the due date; null unless OVERDUE.", states.days_overdue
    )
    margin = expression(
        Decimal | None,
        "Net less cost of the lines whose cost is known. Needs `finance:read_margin`.",
        states.margin,
        permission=FinancePermission.READ_MARGIN,
    )
    lines = connection("InvoiceLine", models.InvoiceLine.invoice_id, "Its lines, in their order.")
    payments = connection("Payment", models.Payment.invoice_id, "Its payments, the latest first.")
    write_offs = many("WriteOff", models.WriteOff.invoice_id, "Its write-offs.")
    fed_by = expression(str | None, FED, states.fed_by("Invoice"))
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column(VERSION)


@entity(
    models.InvoiceLine, read=FinancePermission.READ, visible=CUSTOMER, order={"position": "ASC"}
)
class InvoiceLine(Node):
    """What was sold, under the department, group and area it was invoiced under."""

    invoice = one("Invoice", "The invoice it stands on.")
    customer = one("Customer", "The customer of the invoice.")
    invoiced_on = column("The day of the invoice.")
    position = column("Its place on the invoice, from 1; unique there.")
    product = one("Product", "What was sold.")
    department = one("Keyword", "The department that sold it then (list DEPARTMENT).")
    group = one("Keyword", "The product group of that time (list PRODUCT_GROUP).")
    offering_area = one("ProductBasket", "The offering area of that time.")
    description = column("What the invoice says, at most 200 characters.")
    quantity = column("How many units, with four decimals.")
    unit_price = column("Price of a unit before discount, in the invoice's currency.")
    discount = column("Discount in percent, 0 to 100.")
    net = column(
        "Amount without tax. Quantity times price less discount unless given, to the cent."
    )
    cost = column(
        "What it cost us. Needs `finance:read_margin`.", permission=FinancePermission.READ_MARGIN
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it counts.")
    version = column(VERSION)


@entity(models.Payment, read=FinancePermission.READ, visible=CUSTOMER, order={"paidOn": "DESC"})
class Payment(Node):
    """Money that came for an invoice, in its currency."""

    invoice = one("Invoice", "The invoice it is for.")
    customer = one("Customer", "The customer of the invoice.")
    paid_on = column("The day it came.")
    amount = column("How much, at most what is open; negative if it was paid back.")
    reference = column("Reference of the bank or payer, at most 100 characters.")
    fed_by = expression(str | None, FED, states.fed_by("Payment"))
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it counts.")
    version = column(VERSION)


@entity(models.WriteOff, read=FinancePermission.READ, visible=CUSTOMER)
class WriteOff(Node):
    """A part of an invoice that nobody will pay, in its currency."""

    invoice = one("Invoice", "The invoice.")
    customer = one("Customer", "The customer of the invoice.")
    written_off_on = column("The day it was written off.")
    amount = column("How much, above 0 and at most what is open.")
    reason = column("Why, at most 200 characters.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it counts.")
    version = column(VERSION)
