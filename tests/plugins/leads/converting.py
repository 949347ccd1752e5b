"""Conversions as the tests call them."""

from typing import Any

from core.viewer import Viewer
from tests.api import Api
from tests.core.writing.calls import ERRORS

TARGETS = f"""
  targets {{
    target mode action
    record {{ id }}
    fields {{ field value current editable taken }}
    duplicates {{ hiddenCount matches {{ reason score record {{ id }} }} }}
    problems {{ code path }}
  }}
  {ERRORS}
"""
LEAD = "lead { id status version customer { id } contact { id } opportunity { id } }"
ONE = (
    f"mutation ($input: ConvertLeadInput!) {{ convertLead(input: $input) {{ {LEAD} {TARGETS} }} }}"
)
MANY = f"""
mutation ($input: ConvertLeadsInput!) {{
  convertLeads(input: $input) {{ results {{ {LEAD} {TARGETS} }} {ERRORS} }}
}}
"""
SHORT = "lead { id } targets { record { id } } userErrors { code path }"
MANY_SHORT = f"""
mutation ($input: ConvertLeadsInput!) {{
  convertLeads(input: $input) {{ results {{ {SHORT} }} userErrors {{ code path }} }}
}}
"""
"""The same, for many: reading less."""

SKIP = {"mode": "SKIP"}


async def convert(api: Api, key: int, viewer: Viewer | None = None, /, **given: Any) -> Any:
    """The payload of a conversion of one lead."""
    answer = await api(ONE, viewer or api.admin, input={"id": f"lead_{key}", **given})
    return answer["convertLead"]


async def convert_all(
    api: Api, items: list[dict[str, Any]], viewer: Viewer | None = None, /, **given: Any
) -> Any:
    """The payload of a conversion of several leads."""
    answer = await api(MANY, viewer or api.admin, input={"items": items, **given})
    return answer["convertLeads"]


def errors(payload: Any) -> list[tuple[str, str]]:
    """Code and path, without `input`, of each user error."""
    return [(e["code"], ".".join(e["path"][1:])) for e in payload["userErrors"]]


def by_target(payload: Any) -> dict[str, Any]:
    return {found["target"]: found for found in payload["targets"]}


def fields(payload: Any, target: str) -> dict[str, Any]:
    """The fields of a target by their names."""
    return {found["field"]: found for found in by_target(payload)[target]["fields"]}


def ids(payload: Any) -> tuple[str | None, ...]:
    """What the lead became: ids of customer, contact and opportunity."""
    lead = payload["lead"]
    return tuple(lead[k] and lead[k]["id"] for k in ("customer", "contact", "opportunity"))
