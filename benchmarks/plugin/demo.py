"""Rows of the benchmark's plugin: 48 cells for each customer."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CELLS = """
INSERT INTO bench_money_cell (customer_id, month, offering_area_id, amount, currency)
SELECT customer.id, make_date(2026, month, 1), area.id,
    (customer.id * 7919 + month * 104729 + area.id * 1299709) % 10000000 / 100.0, 'EUR'
FROM customer
CROSS JOIN generate_series(1, 12) AS month
CROSS JOIN (
    SELECT id FROM product_basket WHERE type = 'WALLET_SHARE' ORDER BY id LIMIT 4
) AS area
ORDER BY customer.id, month, area.id
"""

FAMILIES = """
UPDATE customer SET owner_id = head.owner_id FROM customer AS head
WHERE head.id = coalesce(
    (SELECT parent_id FROM customer AS above WHERE above.id = customer.parent_id),
    customer.parent_id
)
"""
"""A subsidiary has the owner of its highest parent, so that whoever owns one sees both."""


async def fill(session: AsyncSession) -> None:
    """Add the rows, in SQL because there are millions."""
    for statement in (FAMILIES, CELLS):
        await session.execute(text(statement))
