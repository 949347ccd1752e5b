"""Demo products in offering areas."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.demo import DemoWorld
from core.numbering import NumberSeries
from core.products.enums import BasketType
from core.products.models import BasketProduct, Product, ProductBasket

AREAS = {
    "Suodatus": ("Öljynsuodatin S1", "Öljynsuodatin S2", "Vaihtopanos", "Suodatinkotelo XL"),
    "Paineilma": ("Kompressori K20", "Kompressori K40", "Kuivain", "Paineletku 10 m"),
    "Automaatio": ("Ohjausyksikkö A1", "Anturi Č-200", "Etävalvonta, vuosi", "Näyttö 12″"),
    "Huolto": ("Huoltokäynti", "Vuosihuolto", "Hätähuolto 24 h", "Varaosapaketti"),
    "Koulutus": ("Käyttökoulutus", "Turvallisuuskoulutus"),
}
SERVICES = frozenset({"Huolto", "Koulutus"})
CAMPAIGN = "Kampanja: kesä & syksy"


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add products, an offering area for each kind, and one basket across them."""
    await world.add(session, Product, _products(world))
    await world.add(session, ProductBasket, _baskets(world))
    await world.add(session, BasketProduct, _contents(world))
    following = len(world.keys[Product]) + 1
    await session.execute(insert(NumberSeries).values(code="product", next_number=following))


def area_of(product: int) -> int:
    """The place of the offering area that holds the product at a place."""
    return _AREA_OF[product]


_AREA_OF = [area for area, names in enumerate(AREAS.values()) for _ in names]


def _products(world: DemoWorld) -> Iterator[dict[str, Any]]:
    random = world.random("products")
    machines, parts, work = world.keywords["PRODUCT_GROUP"]
    pairs = ((area, name) for area, names in AREAS.items() for name in names)
    for place, (area, name) in enumerate(pairs, 1):
        is_service = area in SERVICES
        yield {
            "number": str(place),
            "name": name,
            "name_sort": world.sort_key(name),
            "price": Decimal(random.randint(2_000, 900_000)) / 100,
            "currency": world.currency,
            "unit": "h" if is_service else "kpl",
            "department_id": world.keywords["DEPARTMENT"][1 if is_service else 0],
            "group_id": work if is_service else random.choice((machines, parts)),
        }


def _baskets(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for name in (*AREAS, CAMPAIGN):
        kind = BasketType.GENERAL if name == CAMPAIGN else BasketType.WALLET_SHARE
        yield {"name": name, "name_sort": world.sort_key(name), "type": kind}


def _contents(world: DemoWorld) -> Iterator[dict[str, int]]:
    baskets = world.keys[ProductBasket]
    for place, product in enumerate(world.keys[Product]):
        yield {"basket_id": baskets[area_of(place)], "product_id": product}
        if place % 3 == 0:
            yield {"basket_id": baskets[-1], "product_id": product}
