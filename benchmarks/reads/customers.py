"""The customers whose cards are read."""

from collections.abc import Sequence

from sqlalchemy import URL

from benchmarks.database import connected
from core.errors import KortistoError

MOST = 100

LIKE_ENOUGH = """
SELECT customer.id
FROM customer
JOIN employee AS owner ON owner.id = customer.owner_id
JOIN customer AS parent ON parent.id = customer.parent_id AND parent.archived_at IS NULL
WHERE customer.archived_at IS NULL
    AND ($1::text IS NULL OR owner.email = $1)
    AND 8 = (
        SELECT count(*) FROM opportunity
        WHERE customer_id = customer.id AND opportunity.archived_at IS NULL
    )
ORDER BY md5(customer.id::text)
LIMIT $2
"""
"""Those with a parent and 8 opportunities, all over the table."""


async def customers_like(url: URL, owner: str | None = None) -> Sequence[int]:
    """Keys of up to 100 customers, of an owner if one is named by e-mail."""
    async with connected(url) as connection:
        found = [row["id"] for row in await connection.fetch(LIKE_ENOUGH, owner, MOST)]
    if not found:
        raise KortistoError("No customer of the data has a card to measure.")
    return found
