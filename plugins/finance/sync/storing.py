"""Storing the invoices of a batch: new ones by COPY, changed ones by one merge."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, text

from core.reading.rows import keys_parameter
from core.writing import Action, Change, Code, Writing
from core.writing.change import as_json
from plugins.finance.models import InvoiceLine
from plugins.finance.sync.items import InvoiceItem
from plugins.finance.sync.statements import CLAIM, KNOWN, MERGE, PREPARE, TOUCH

INVOICE = (
    "id",
    "number",
    "customer_id",
    "kind",
    "credited_invoice_id",
    "seller_id",
    "invoiced_on",
    "due_on",
    "currency",
    "net",
    "vat",
    "total",
    "cancelled_on",
    "content_hash",
)
LINE = (
    "invoice_id",
    "customer_id",
    "invoiced_on",
    "position",
    "product_id",
    "department_id",
    "group_id",
    "offering_area_id",
    "description",
    "quantity",
    "unit_price",
    "discount",
    "net",
    "cost",
)
TOLD = ("number", "total", "currency", "invoiced_on", "due_on")
"""What the change log says of an invoice that a feed made or changed."""


class Known(NamedTuple):
    """What is here of an external id."""

    key: int
    source_updated_at: datetime | None
    content_hash: bytes | None


class Store:
    """Stores items whose words were resolved."""

    def __init__(self, writing: Writing, source: str) -> None:
        self._writing = writing
        self._source = source

    async def known(self, items: Sequence[InvoiceItem]) -> Mapping[str, Known]:
        """What is here of the items, locked until the transaction ends."""
        rows = await self._execute(KNOWN, names=[i.external_id for i in items])
        return {r.external_id: Known(*r[1:]) for r in rows}

    async def claim(self, items: Sequence[InvoiceItem]) -> Mapping[str, int]:
        """Take keys for new invoices; those that another transaction has taken are left out."""
        ordered = sorted(items, key=lambda item: item.external_id)
        rows = await self._execute(
            CLAIM,
            names=[i.external_id for i in ordered],
            customers=[i.customer_id for i in ordered],
            times=[i.source_updated_at for i in ordered],
        )
        return dict(rows.all())

    async def make(self, items: Sequence[InvoiceItem]) -> None:
        """Copy new invoices and their lines into the tables."""
        await self._copy("finance_invoice", INVOICE, map(_invoice, items))
        await self._copy("finance_invoice_line", LINE, _lines(items))
        for item in items:
            self._note(item, Action.CREATE)

    async def change(self, items: Sequence[InvoiceItem]) -> None:
        """Merge changed invoices; their lines keep the groups they were invoiced under."""
        await self._keep_groups(items)
        for statement in PREPARE:
            await self._execute(statement)
        await self._copy("finance_invoice_feed", INVOICE, map(_invoice, items))
        await self._copy("finance_invoice_line_feed", LINE, _lines(items))
        for statement in MERGE:
            await self._execute(statement)
        for item in items:
            self._note(item, Action.UPDATE)

    async def touch(self, items: Sequence[InvoiceItem]) -> None:
        """Remember when the items were last changed in their system."""
        newer = [i for i in items if i.source_updated_at is not None]
        if newer:
            await self._execute(
                TOUCH,
                names=[i.external_id for i in newer],
                customers=[i.customer_id for i in newer],
                times=[i.source_updated_at for i in newer],
            )

    async def _keep_groups(self, items: Sequence[InvoiceItem]) -> None:
        line = InvoiceLine
        columns = line.product_id, line.department_id, line.group_id, line.offering_area_id
        rows = await self._writing.session.execute(
            select(line.invoice_id, line.position, *columns).where(
                line.invoice_id == keys_parameter([i.key for i in items])
            )
        )
        stored = {(r[0], r[1]): list(r[2:]) for r in rows}
        for item in items:
            for position, each in enumerate(item.lines, 1):
                before = stored.get((item.key, position))
                if before is not None and before[0] == each.keys[0]:
                    told = zip(each.words, each.keys, before, strict=True)
                    each.keys = [key if word else old for word, key, old in told]

    async def _copy(
        self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        connection = await (await self._writing.session.connection()).get_raw_connection()
        driver: Any = connection.driver_connection
        await driver.copy_records_to_table(table, columns=columns, records=rows)

    async def _execute(self, statement: str, **parameters: object) -> Any:
        named = {"source": self._source, **parameters} if parameters else {}
        return await self._writing.session.execute(text(statement), named)

    def _note(self, item: InvoiceItem, action: Action) -> None:
        new = {name: as_json(getattr(item, name, None)) for name in TOLD}
        new["total"] = str(item.net + item.vat)
        self._writing.note(Change("Invoice", item.key, item.customer_id, action, {}, new))


def _invoice(item: InvoiceItem) -> tuple[Any, ...]:
    return (
        item.key,
        item.number,
        item.customer_id,
        item.kind.name,
        item.credited_invoice_id,
        item.seller_id,
        item.invoiced_on,
        item.due_on,
        item.currency,
        item.net,
        item.vat,
        item.net + item.vat,
        item.cancelled_on,
        item.content_hash,
    )


def _lines(items: Iterable[InvoiceItem]) -> Iterator[tuple[Any, ...]]:
    for item in items:
        for position, line in enumerate(item.lines, 1):
            yield (
                item.key,
                item.customer_id,
                item.invoiced_on,
                position,
                *line.keys,
                line.description,
                line.quantity,
                line.unit_price,
                line.discount,
                line.net,
                line.cost,
            )


def is_stale(item: InvoiceItem, known: Known) -> bool:
    """Refuse an item that is older than what is here."""
    then, now = known.source_updated_at, item.source_updated_at
    if then is None or now is None or now >= then:
        return False
    item.refuse(
        "source_updated_at",
        f"is older than what is here, of {then:%Y-%m-%dT%H:%M:%S.%fZ}: nothing was changed.",
        Code.STALE,
    )
    return True
