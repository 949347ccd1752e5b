"""The limit: everything by COPY into two tables, and one statement that merges it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from benchmarks.sync.items import SOURCE, items

STAGE = """
CREATE TEMP TABLE stage_invoice
  (external_id text, customer text, number text, invoiced_on date, due_on date, net numeric,
   vat numeric);
CREATE TEMP TABLE stage_line
  (external_id text, position int, product text, quantity numeric, unit_price numeric, net numeric)
"""

MERGE = f"""
WITH known AS (
  INSERT INTO external_id (entity, source, external_id, record_id, customer_id, source_updated_at)
  SELECT 'Invoice', '{SOURCE}', s.external_id,
    nextval(pg_get_serial_sequence('finance_invoice', 'id')), c.record_id, now()
  FROM stage_invoice s JOIN external_id c
    ON c.entity = 'Customer' AND c.source = '{SOURCE}' AND c.external_id = s.customer
  ON CONFLICT (entity, source, external_id) DO UPDATE SET source_updated_at = now()
  RETURNING external_id, record_id, customer_id
), invoice AS (
  INSERT INTO finance_invoice
    (id, number, customer_id, invoiced_on, due_on, currency, net, vat, total)
  SELECT k.record_id, s.number, k.customer_id, s.invoiced_on, s.due_on, 'EUR', s.net, s.vat,
    s.net + s.vat
  FROM stage_invoice s JOIN known k USING (external_id)
  ON CONFLICT (id) DO UPDATE SET number = excluded.number, net = excluded.net,
    vat = excluded.vat, total = excluded.total, due_on = excluded.due_on
)
INSERT INTO finance_invoice_line
  (invoice_id, customer_id, invoiced_on, position, product_id, department_id, group_id, quantity,
   unit_price, net)
SELECT k.record_id, k.customer_id, s.invoiced_on, l.position, p.id, p.department_id, p.group_id,
  l.quantity, l.unit_price, l.net
FROM stage_line l JOIN known k USING (external_id) JOIN stage_invoice s USING (external_id)
  JOIN external_id e
    ON e.entity = 'Product' AND e.source = '{SOURCE}' AND e.external_id = l.product
  JOIN product p ON p.id = e.record_id
ON CONFLICT (invoice_id, position) DO UPDATE SET net = excluded.net
"""  # noqa: S608 - the source is a constant of the benchmark


async def copy_and_merge(connection: asyncpg.Connection, count: int) -> None:
    """Take in so many invoices at once."""
    async with connection.transaction():
        await connection.execute(STAGE)
        await connection.copy_records_to_table("stage_invoice", records=_invoices(count))
        await connection.copy_records_to_table("stage_line", records=_lines(count))
        await connection.execute(MERGE)


def _invoices(count: int) -> Iterator[tuple[Any, ...]]:
    for item in items(0, count):
        yield (
            item["external_id"],
            item["customer_external_id"],
            item["number"],
            date.fromisoformat(item["invoiced_on"]),
            date.fromisoformat(item["due_on"]),
            Decimal(item["net"]),
            Decimal(item["vat"]),
        )


def _lines(count: int) -> Iterator[tuple[Any, ...]]:
    for item in items(0, count):
        for position, line in enumerate(item["lines"], 1):
            yield (
                item["external_id"],
                position,
                line["product_external_id"],
                Decimal(line["quantity"]),
                Decimal(line["unit_price"]),
                Decimal(line["net"]),
            )
