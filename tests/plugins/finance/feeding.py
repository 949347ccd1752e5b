"""Feeds as the tests call them."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.external_ids.models import ExternalId
from core.models import Base
from core.viewer import Viewer
from tests.api import Api
from tests.core.writing.calls import ERRORS, raw

WANTED = f"results {{ id action {ERRORS} }} {ERRORS}"
ERP = "erp"


async def feed(
    api: Api,
    name: str,
    items: Sequence[Mapping[str, Any]],
    viewer: Viewer | None = None,
    *,
    atomic: bool = False,
) -> Any:
    """The payload of a feed, as an administrator unless said otherwise."""
    given = {"source": ERP, "items": items, "atomic": atomic}
    answer = await raw(api, name, given, WANTED, viewer or api.admin)
    return answer[name]


def actions(payload: Any) -> list[str | None]:
    """What was done with each item; fails the test if one has errors."""
    assert [r["userErrors"] for r in payload["results"]] == [[] for _ in payload["results"]]
    return [r["action"] for r in payload["results"]]


def refusals(payload: Any) -> list[tuple[str, str]]:
    """Code and path of each error of an item, the path below `input.items`."""
    errors = [error for result in payload["results"] for error in result["userErrors"]]
    assert all(error["path"][:2] == ["input", "items"] for error in errors)
    return [(error["code"], ".".join(error["path"][2:])) for error in errors]


def known_as(
    entity: str, external_id: str, key: int, customer: int | None = None, source: str = ERP
) -> Base:
    """An external id of the tests' system, or of another one."""
    return ExternalId(
        entity=entity, source=source, external_id=external_id, record_id=key, customer_id=customer
    )


def bill(external_id: str, *nets: str, **values: Any) -> dict[str, Any]:
    """An invoice of the customer C1 with a line for each amount."""
    return {
        "externalId": external_id,
        "customerExternalId": "C1",
        "number": external_id,
        "invoicedOn": "2026-03-01",
        "dueOn": "2026-03-31",
        "lines": [{"productExternalId": "P1", "net": net} for net in nets],
        **values,
    }
