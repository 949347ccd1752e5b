"""Invoices as another system sent them, read and checked for what they say themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from core.writing import Code, UserError
from plugins.finance.enums import InvoiceKind
from plugins.finance.line_rules import line_net
from plugins.finance.sync.reader import Reader

MOST_LINES = 1_000
HASH_BYTES = 16
ZERO, ONE = Decimal(), Decimal(1)


@dataclass(slots=True)
class LineItem:
    """A line; the words name what it is about, the keys are found by them."""

    words: tuple[str | None, ...]
    """Of the product, department, group and offering area."""
    description: str | None
    quantity: Decimal
    unit_price: Decimal | None
    discount: Decimal
    net: Decimal
    cost: Decimal | None
    keys: list[int | None] = field(default_factory=list)


@dataclass(slots=True)
class InvoiceItem:
    """An invoice; `content_hash` stands for all that was said of it."""

    place: int
    path: tuple[str, ...]
    errors: list[UserError] = field(default_factory=list)
    external_id: str = ""
    source_updated_at: datetime | None = None
    words: tuple[str | None, ...] = ()
    """The customer's external and business id, the credited invoice's and the seller's."""
    number: str = ""
    kind: InvoiceKind = InvoiceKind.INVOICE
    invoiced_on: date = date.min
    due_on: date = date.min
    currency: str = ""
    net: Decimal = ZERO
    vat: Decimal = ZERO
    cancelled_on: date | None = None
    lines: list[LineItem] = field(default_factory=list)
    content_hash: bytes = b""
    key: int = 0
    customer_id: int = 0
    credited_invoice_id: int | None = None
    seller_id: int | None = None

    def refuse(self, name: str, message: str, code: str = Code.INVALID) -> None:
        """Add an error about a value."""
        Reader({}, self.path, self.errors).refuse(name, message, code)


def read_items(
    given: Sequence[Mapping[str, Any]], path: tuple[str, ...], currency: str
) -> list[InvoiceItem]:
    """All items, those with errors among them; the second of one external id is refused."""
    found = [_read(item, place, (*path, str(place)), currency) for place, item in enumerate(given)]
    seen: set[str] = set()
    for item in found:
        if item.external_id in seen:
            item.refuse("external_id", "stands twice in the batch: join them.", Code.DUPLICATE)
        elif item.external_id:
            seen.add(item.external_id)
    return found


def _read(
    given: Mapping[str, Any], place: int, path: tuple[str, ...], currency: str
) -> InvoiceItem:
    item = InvoiceItem(place, path)
    reader = Reader(given, path, item.errors)
    item.external_id = reader.text("external_id", 200, needed=True) or ""
    item.source_updated_at = reader.instant("source_updated_at")
    _read_words(item, reader)
    item.number = reader.text("number", 40, needed=True) or ""
    item.kind = reader.word("kind", InvoiceKind, InvoiceKind.INVOICE)
    item.invoiced_on = reader.day("invoiced_on", needed=True) or date.min
    item.due_on = reader.day("due_on") or item.invoiced_on
    item.cancelled_on = reader.day("cancelled_on")
    item.currency = _currency(reader, currency)
    item.lines = _lines(given.get("lines") or (), item)
    _read_amounts(item, reader)
    if item.due_on < item.invoiced_on:
        reader.refuse("due_on", "must not be before 'invoicedOn'.")
    item.content_hash = _hash(item)
    return item


def _read_words(item: InvoiceItem, reader: Reader) -> None:
    names = ("customer_external_id", "customer_business_id", "credited_external_id")
    item.words = (
        reader.text(names[0], 200),
        reader.text(names[1], 20),
        reader.text(names[2], 200),
        reader.text("seller_external_id", 200),
    )
    if not any(item.words[:2]):
        text = "is required, or `customerBusinessId`: say whose invoice it is."
        reader.refuse(names[0], text, Code.REQUIRED)
    if item.words[2] and reader.text("kind", 40) != "CREDIT_NOTE":
        reader.refuse(names[2], "stands on credit notes alone: leave it out.")


def _currency(reader: Reader, default: str) -> str:
    found = reader.text("currency", 3)
    if found and not (len(found) == 3 and found.isascii() and found.isalpha()):
        reader.refuse("currency", "must be a code of ISO 4217, such as EUR.")
    return found.upper() if found else default


def _read_amounts(item: InvoiceItem, reader: Reader) -> None:
    net, total = reader.amount("net"), reader.amount("total")
    item.vat = reader.amount("vat") or ZERO
    added = sum((line.net for line in item.lines), ZERO)
    item.net = added if net is None else net
    if item.errors:
        return
    if item.lines and item.net != added:
        reader.refuse("lines", f"add up to {added} and not to `net`, {item.net}: correct them.")
    if not item.lines and net is None:
        reader.refuse("net", "is required where there are no lines.", Code.REQUIRED)
    if total is not None and total != item.net + item.vat:
        reader.refuse("total", f"is not the sum of `net` and `vat`, {item.net + item.vat}.")
    _check_sign(item, reader)


def _check_sign(item: InvoiceItem, reader: Reader) -> None:
    is_note = item.kind is InvoiceKind.CREDIT_NOTE
    for name, amount in (("net", item.net), ("vat", item.vat)):
        if (amount > 0) if is_note else (amount < 0):
            word = "above 0 on a credit note" if is_note else "below 0: send a credit note"
            reader.refuse(name, f"may not be {word}.")


def _lines(given: Sequence[Mapping[str, Any]], item: InvoiceItem) -> list[LineItem]:
    if len(given) > MOST_LINES:
        item.refuse("lines", f"are {len(given)}: send at most {MOST_LINES}.", Code.TOO_MANY)
        return []
    path = (*item.path, "lines")
    return [
        _line(Reader(each, (*path, str(place)), item.errors)) for place, each in enumerate(given)
    ]


def _line(reader: Reader) -> LineItem:
    quantity = reader.amount("quantity", scale=4)
    quantity = ONE if quantity is None else quantity
    price = reader.amount("unit_price", scale=4)
    discount = reader.amount("discount", scale=4) or ZERO
    if not 0 <= discount <= 100:
        reader.refuse("discount", "must be from 0 to 100 percent.")
    net = reader.amount("net")
    if net is None and price is None and not reader.has("net"):
        reader.refuse("net", "is required, or `unitPrice`.", Code.REQUIRED)
    elif net is None and price is not None:
        net = line_net(quantity, price, discount)
    return LineItem(
        (
            reader.text("product_external_id", 200),
            reader.text("department", 40),
            reader.text("group", 40),
            reader.text("offering_area", 200),
        ),
        reader.text("description", 200),
        quantity,
        price,
        discount,
        ZERO if net is None else net,
        reader.amount("cost"),
    )


def _hash(item: InvoiceItem) -> bytes:
    said = (
        item.words,
        item.number,
        item.kind.name,
        item.invoiced_on,
        item.due_on,
        item.currency,
        item.net,
        item.vat,
        item.cancelled_on,
        [
            (x.words, x.description, x.quantity, x.unit_price, x.discount, x.net, x.cost)
            for x in item.lines
        ],
    )
    return blake2b(repr(said).encode(), digest_size=HASH_BYTES).digest()
