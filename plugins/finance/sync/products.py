"""The offering areas of fed products."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.products.enums import BasketType
from core.products.models import BasketProduct, ProductBasket
from core.reading.rows import keys_parameter
from core.writing import Action, Code, UserError, Writing
from plugins.finance.sync.lookups import Lookups
from plugins.finance.sync.outcomes import Fed

Items = Sequence[Mapping[str, Any]]


async def refused_areas(writing: Writing, items: Items) -> Mapping[int, Sequence[UserError]]:
    """What is wrong with items that name no offering area in use, by their places."""
    known = await _areas(writing, items)
    text = "'offeringArea' names no offering area in use: make a basket of type WALLET_SHARE first."
    return {
        place: [
            UserError(
                code=Code.NOT_FOUND.value,
                message=text,
                path=["input", "items", str(place), "offeringArea"],
            )
        ]
        for place, item in enumerate(items)
        if item.get("offering_area") and item["offering_area"] not in known
    }


async def put_into_areas(
    writing: Writing, items: Items, outcomes: Sequence[Fed]
) -> Mapping[int, Fed]:
    """Put products into the areas that their items name, and take them out of others.

    The answer has the outcomes of those that were moved.
    """
    known = await _areas(writing, items)
    wanted = {
        outcome.key: known[item["offering_area"]]
        for item, outcome in zip(items, outcomes, strict=True)
        if outcome.key and item.get("offering_area")
    }
    moved = await _move(writing, wanted) if wanted else set()
    return {
        place: Fed(outcome.key, outcome.action or Action.UPDATE)
        for place, outcome in enumerate(outcomes)
        if outcome.key in moved
    }


async def _move(writing: Writing, wanted: Mapping[int, int]) -> set[int]:
    pair = BasketProduct
    areas = select(ProductBasket.id).where(ProductBasket.type == BasketType.WALLET_SHARE)
    held = await writing.session.execute(
        select(pair.product_id, pair.basket_id).where(
            pair.product_id == keys_parameter(wanted), pair.basket_id.in_(areas)
        )
    )
    found = {(product, basket) for product, basket in held}
    right = set(wanted.items())
    moved = {product for product, _ in right ^ found}
    if moved:
        await writing.session.execute(
            delete(pair).where(pair.product_id == keys_parameter(moved), pair.basket_id.in_(areas))
        )
        rows = [{"product_id": p, "basket_id": b} for p, b in sorted(right) if p in moved]
        await writing.session.execute(insert(pair.__table__), rows)  # type: ignore[arg-type]
    return moved


async def _areas(writing: Writing, items: Items) -> Mapping[str, int]:
    names = {item.get("offering_area") for item in items}
    found = await Lookups(writing, "").areas(names)
    return {name: area.key for name, area in found.items() if name}
