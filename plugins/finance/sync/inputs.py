"""The inputs of feeds. Amounts and days are texts: a bad one is an error of its item alone."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from core.writing.sent import as_sent

KEY = "The record's id there, at most 200 characters; unique for the source."
WHEN = "When the record was last changed there; older than what is here is refused as STALE."
SOURCE = "The other system, such as `erp`; at most 60 characters."
MANY = "The records, at most as many as the setting `batch_items` says (1,000)."
ATOMIC = "Whether all are undone if one has errors; otherwise the others are written."


def optional(text: str) -> Any:
    """A field that may be left out."""
    return strawberry.field(default=UNSET, description=text)


@strawberry.input(description="A line of a fed invoice, in the order of the invoice.")
class SyncLineInput:
    product_external_id: str | None = optional(
        "The product's id in the source; its department, group and area are kept with the line."
    )
    department: str | None = optional("Code of a department, if not the product's.")
    group: str | None = optional("Code of a product group, if not the product's.")
    offering_area: str | None = optional("Name of an offering area, if not the product's.")
    description: str | None = optional("What the invoice says, at most 200 characters.")
    quantity: str | None = optional("How many units, at most four decimals; 1 if left out.")
    unit_price: str | None = optional("Price of a unit before discount, at most four decimals.")
    discount: str | None = optional("Discount in percent, 0 to 100.")
    net: str | None = optional(
        "Amount without tax. Quantity times price less discount, half up, if left out."
    )
    cost: str | None = optional("What it cost us, in the invoice's currency.")


@strawberry.input(description="An invoice or credit note of another system.")
class SyncInvoiceInput:
    external_id: str = strawberry.field(description=KEY)
    source_updated_at: datetime | None = optional(WHEN)
    customer_external_id: str | None = optional("The customer's id in the source.")
    customer_business_id: str | None = optional(
        "The customer's business id, if the source's id is not known here."
    )
    number: str = strawberry.field(description="Number of the invoice, at most 40 characters.")
    kind: str | None = optional("INVOICE or CREDIT_NOTE; INVOICE if left out.")
    credited_external_id: str | None = optional("The invoice that a credit note is set against.")
    seller_external_id: str | None = optional("The id in the source of the employee who sold it.")
    invoiced_on: str = strawberry.field(description="The day of the invoice, `2026-01-31`.")
    due_on: str | None = optional("The day it is due; that of the invoice if left out.")
    currency: str | None = optional("ISO 4217; the deployment's if left out.")
    net: str | None = optional("Amount without tax; the lines must add up to it.")
    vat: str | None = optional("Value added tax; 0 if left out.")
    total: str | None = optional("Net and tax together; checked.")
    cancelled_on: str | None = optional("The day it was cancelled.")
    lines: list[SyncLineInput] | None = optional("Its lines, all of them, at most 1,000.")


@as_sent
@strawberry.input(description="Invoices of one system.")
class SyncInvoicesInput:
    source: str = strawberry.field(description=SOURCE)
    items: list[SyncInvoiceInput] = strawberry.field(description=MANY)
    atomic: bool = strawberry.field(default=False, description=ATOMIC)


@strawberry.input(description="A payment of another system.")
class SyncPaymentInput:
    external_id: str = strawberry.field(description=KEY)
    source_updated_at: datetime | None = optional(WHEN)
    invoice_external_id: str = strawberry.field(description="The invoice's id in the source.")
    paid_on: str = strawberry.field(description="The day it came, `2026-01-31`.")
    amount: str = strawberry.field(
        description="How much, at most what is open; below 0 if it was paid back."
    )
    reference: str | None = optional("Reference of the bank or payer, at most 100 characters.")


@as_sent
@strawberry.input(description="Payments of one system.")
class SyncPaymentsInput:
    source: str = strawberry.field(description=SOURCE)
    items: list[SyncPaymentInput] = strawberry.field(description=MANY)
    atomic: bool = strawberry.field(default=False, description=ATOMIC)


@strawberry.input(description="A customer of another system. What is left out stays as it is.")
class SyncCustomerInput:
    external_id: str = strawberry.field(description=KEY)
    source_updated_at: datetime | None = optional(WHEN)
    number: str | None = optional("Customer number, unique; the next free one if left out.")
    name: str | None = optional("Name, at most 200 characters. A new customer needs it.")
    business_id: str | None = optional(
        "Number in the trade register. A customer that has it is taken over, not doubled."
    )
    vat_id: str | None = optional("VAT number with its country.")
    billing_street: str | None = optional("Street of the billing address.")
    billing_postal_code: str | None = optional("Postal code of the billing address.")
    billing_city: str | None = optional("Town of the billing address.")
    billing_country: str | None = optional("Country, ISO 3166-1 alpha-2.")
    phone: str | None = optional("Phone number.")
    email: str | None = optional("E-mail address.")
    currency: str | None = optional("Currency of its business, ISO 4217.")


@as_sent
@strawberry.input(description="Customers of one system.")
class SyncCustomersInput:
    source: str = strawberry.field(description=SOURCE)
    items: list[SyncCustomerInput] = strawberry.field(description=MANY)
    atomic: bool = strawberry.field(default=False, description=ATOMIC)


@strawberry.input(description="A product of another system. What is left out stays as it is.")
class SyncProductInput:
    external_id: str = strawberry.field(description=KEY)
    source_updated_at: datetime | None = optional(WHEN)
    number: str | None = optional("Product number, unique; the next free one if left out.")
    name: str | None = optional("Name, at most 200 characters. A new product needs it.")
    price: str | None = optional("Selling price, at least 0.")
    currency: str | None = optional("Currency of the price, ISO 4217.")
    unit: str | None = optional("Unit of sale.")
    department: str | None = optional("Code of the department that sells it.")
    group: str | None = optional("Code of its product group.")
    offering_area: str | None = optional(
        "Name of its offering area: a basket of type WALLET_SHARE. It leaves other areas."
    )
    active: bool | None = optional("Whether it is sold now.")


@as_sent
@strawberry.input(description="Products of one system.")
class SyncProductsInput:
    source: str = strawberry.field(description=SOURCE)
    items: list[SyncProductInput] = strawberry.field(description=MANY)
    atomic: bool = strawberry.field(default=False, description=ATOMIC)
