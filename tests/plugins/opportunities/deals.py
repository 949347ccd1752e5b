"""A deal as the tests of its history change it and look at it."""

from datetime import date, timedelta
from typing import Any, cast

from core.viewer import Viewer
from tests.api import Api, MovableClock
from tests.core.writing.calls import mutate

HISTORY = """
query ($id: ID!) { opportunity(id: $id) { history { totalCount nodes {
  day via actor { id } stage { code } oldStage { code } amount oldAmount currency oldCurrency
  probability oldProbability expectedCloseOn oldExpectedCloseOn closedOn oldClosedOn
  owner { id } oldOwner { id } opportunity { id }
} } } }
"""
AS_OF = """
query ($id: ID!, $day: Date) { opportunity(id: $id, asOf: $day) {
  name amount currency probability weightedAmount manualProbability expectedCloseOn closedOn
  stage { code } owner { id }
} }
"""


def moved(api: Api, days: int) -> date:
    """The day to which the clock moves."""
    clock = cast(MovableClock, api.deployment.clock)
    clock.instant += timedelta(days=days)
    return clock.today()


async def history(api: Api, key: int = 1, viewer: Viewer | None = None) -> list[dict[str, Any]]:
    answer = await api(HISTORY, viewer or api.admin, id=f"opportunity_{key}")
    found = answer["opportunity"]["history"]
    assert found["totalCount"] == len(found["nodes"])
    rows: list[dict[str, Any]] = found["nodes"]
    return rows


async def change(api: Api, version: int, **values: object) -> None:
    given = {"id": "opportunity_1", "expectedVersion": version, **values}
    payload = await mutate(api, "updateOpportunity", given, "opportunity { id }")
    assert payload["userErrors"] == []
