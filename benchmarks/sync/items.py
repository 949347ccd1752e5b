"""What is fed: invoices with three lines each, the same on every machine."""

from collections.abc import Iterator
from typing import Any

SOURCE = "bench"
CUSTOMERS = 900
PRODUCTS = 10
LINES = 3


def items(first: int, last: int) -> Iterator[dict[str, Any]]:
    """The invoices from one number up to another, as a feed sends them."""
    for number in range(first, last):
        yield {
            "external_id": f"I{number}",
            "source_updated_at": "2026-01-01T00:00:00Z",
            "customer_external_id": str(number % CUSTOMERS + 1),
            "number": str(number),
            "invoiced_on": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "due_on": "2026-01-15",
            "net": "60.00",
            "vat": "14.40",
            "lines": [
                {
                    "product_external_id": str((number + line) % PRODUCTS + 1),
                    "quantity": "2",
                    "unit_price": "10.00",
                    "net": "20.00",
                }
                for line in range(LINES)
            ],
        }
