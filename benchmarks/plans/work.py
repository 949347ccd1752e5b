"""The same work done by hand-written SQL and by Kortisto."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import asyncpg
import orjson

from benchmarks.plans.data import statement
from core.context import Context
from core.deployment import Deployment
from core.viewer import Viewer
from schema.composition import Schema

GRID = """{ plan(id: "plan_1") { grid(first: 5000) {
  rows { customerId offeringAreaId version planned } total { planned } } } }"""
CELLS = """mutation($input: SetPlanCellsInput!) { setPlanCells(input: $input) {
  results { userErrors { code } } userErrors { code } } }"""
SPREAD = """mutation($input: SpreadPlanInput!) { spreadPlan(input: $input) {
  spread { cells } userErrors { code } } }"""

ROWS, MONTHS = 834, 12
"""Rows of a forecast that are edited: 10,000 cells, the last row of which has 4."""

MOST = 10_000

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class ByHand:
    """Statements that do the work and nothing else."""

    connection: asyncpg.Connection
    numbers: "count[int]"

    async def grid(self) -> str:
        found: str = await self.connection.fetchval(statement("grid"))
        return found

    async def cells(self) -> object:
        number = next(self.numbers)
        given = [
            {"customer": c, "area": a, "month": f"2026-{m:02d}-01", "amount": f"{number}.00"}
            for c, a, m in places()
        ]
        return await self.connection.fetchval(statement("cells"), orjson.dumps(given).decode())

    async def spread(self) -> object:
        return await self.connection.execute(
            statement("spread"), 1_000_000 + 1_000 * next(self.numbers)
        )


@dataclass(frozen=True)
class Ours:
    """The operations of the API, from the document to the JSON of the answer."""

    deployment: Deployment
    schema: Schema
    numbers: "count[int]"

    async def grid(self) -> bytes:
        return await self._run(GRID, {})

    async def cells(self) -> object:
        number = next(self.numbers)
        rows: dict[tuple[int, int], list[dict[str, str]]] = {}
        for customer, area, month in places():
            cell = {"month": f"2026-{month:02d}-01", "amount": f"{number}.00"}
            rows.setdefault((customer, area), []).append(cell)
        given = [
            {"customerId": f"customer_{c}", "offeringAreaId": f"product_basket_{a}", "cells": cells}
            for (c, a), cells in rows.items()
        ]
        return await self._run(CELLS, {"input": {"planId": "plan_2", "rows": given}})

    async def spread(self) -> object:
        total = f"{1_000_000 + 1_000 * next(self.numbers)}.00"
        given = {"planId": "plan_2", "total": total, "method": "EVEN"}
        return await self._run(SPREAD, {"input": given})

    async def _run(self, document: str, variables: Mapping[str, Any]) -> bytes:
        viewer = Viewer(1, frozenset(self.deployment.registry.permissions))
        result = await self.schema.execute(
            document,
            variable_values=dict(variables),
            context_value=Context(self.deployment, viewer),
        )
        if result.errors:
            raise result.errors[0]
        data: Any = result.data
        text = data if isinstance(data, bytes) else orjson.dumps(data)
        if b'"code"' in text:
            raise RuntimeError(f"refused: {text[:300]!r}")
        return text


def places() -> list[tuple[int, int, int]]:
    """Customer, area and month of the cells that are edited."""
    found = [(1 + n // 4, 1 + n % 4, m) for n in range(ROWS) for m in range(1, MONTHS + 1)]
    return found[:MOST]
