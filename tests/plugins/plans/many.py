"""More customers and offering areas than fit a screen, and 10,000 cells of them."""

from typing import Any

from core.products.enums import BasketType
from tests.api import Api
from tests.factories import basket, customer, save
from tests.plugins.plans.world import OWNER, row

CUSTOMERS = range(1_000, 1_139)
AREAS = range(10, 16)


async def many_customers(api: Api) -> None:
    """139 customers of OWNER and 6 areas: 834 rows."""
    await save(api, *(customer(key, owner_id=OWNER) for key in CUSTOMERS))
    await save(api, *(basket(key, type=BasketType.WALLET_SHARE) for key in AREAS))


def ten_thousand_cells() -> list[dict[str, Any]]:
    """Rows with all months but the last, which has 4; each cell is set to 2."""
    months = dict.fromkeys(range(1, 13), "2")
    rows = [row(c, months, area) for c in CUSTOMERS for area in AREAS]
    rows[-1]["cells"] = rows[-1]["cells"][:4]
    return rows
