"""Customers of another system that are here already under their business ids."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from core.writing import Writing
from core.writing.external import external_ids
from core.writing.user_error import Refused
from plugins.finance.sync.lookups import Lookups


async def take_over(writing: Writing, source: str, items: Sequence[dict[str, Any]]) -> None:
    """Tie external ids that are not known yet to the customers in use with the business ids."""
    table = external_ids()
    keys = {str(item["external_id"]): item for item in items if item.get("external_id")}
    known = await writing.session.scalars(
        select(table.c.external_id).where(
            table.c.entity == "Customer",
            table.c.source == source,
            table.c.external_id.in_([*keys]),
        )
    )
    unknown = keys.keys() - set(known)
    ids = {key: _business_id(keys[key]) for key in sorted(unknown)}
    partners = await Lookups(writing, source).partners(set(ids.values()))
    rows = [
        {
            "entity": "Customer",
            "source": source,
            "external_id": key,
            "record_id": found.key,
            "customer_id": found.key,
        }
        for key, business_id in ids.items()
        if business_id and (found := partners.get(business_id))
    ]
    if rows:
        await writing.session.execute(insert(table).on_conflict_do_nothing(), rows)


def _business_id(item: dict[str, Any]) -> str | None:
    """The business id as it is stored; None if it is none."""
    from core.writing.formats import FORMATS  # noqa: PLC0415 - its libraries take three megabytes

    text = str(item.get("business_id") or "").strip()
    try:
        return FORMATS["business_id"](text, item.get("billing_country")) if text else None
    except Refused:
        return None
