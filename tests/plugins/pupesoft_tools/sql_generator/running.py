"""Running and making reports as GraphQL does."""

from typing import Any

from core.viewer import Viewer
from tests.world import World

RUN = """
    mutation ($input: RunSqlReportInput!) {
        runSqlReport(input: $input) {
            result { columns { name type } rows truncated }
            sql
            userErrors { code message path }
        }
    }
"""
CREATE = """
    mutation ($input: CreateSqlReportInput!) {
        createSqlReport(input: $input) {
            sqlReport { id name definition shared owner { id } }
            userErrors { code path }
        }
    }
"""
USE = ("sql_generator:use",)

NAMES = {"entity": "Customer", "columns": [{"field": "name"}]}
"""The definition of a report on customers."""


async def run(world: World, viewer: Viewer, **given: object) -> Any:
    """What `runSqlReport` answers."""
    return (await world(RUN, viewer, input=given))["runSqlReport"]


async def rows(world: World, viewer: Viewer, **definition: object) -> list[list[Any]]:
    """The rows of a definition."""
    payload = await run(world, viewer, definition=definition)
    assert payload["userErrors"] == []
    found: list[list[Any]] = payload["result"]["rows"]
    return found
