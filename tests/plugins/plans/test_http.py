"""Large work on plans over HTTP: 10,000 cells at once, grids of 5,000 rows, Excel files of 4 MB."""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import httpx2
import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.customers.models import Customer
from plugins.plans.models import PlanCell
from tests.api import Api
from tests.plugins.plans.many import AREAS, CUSTOMERS, many_customers, ten_thousand_cells
from tests.plugins.plans.world import ADMIN, OWNER, RIGHTS, TARGET, row
from tests.signed import signed_client
from tests.world import fill

SET = """mutation($input: SetPlanCellsInput!) { setPlanCells(input: $input) {
  results { planRow { version } userErrors { code } } userErrors { code message } } }"""
UPLOAD = """mutation($input: UploadPlanGridInput!) { uploadPlanGrid(input: $input) {
  rows cells written userErrors { code message path } } }"""
GRID = """query($first: Int!) { plan(id: "plan_1") { grid(first: $first) {
  rows { customerId planned customer { name } } rowCount total { planned } } } }"""
EXCEL = "query($id: ID!) { plan(id: $id) { grid(first: 5000) { excel { base64 } } } }"


@pytest.fixture
async def client(planned: Api) -> AsyncIterator[httpx2.AsyncClient]:
    """The plans' administrator, over HTTP; there are many customers."""
    await many_customers(planned)
    rights = (*RIGHTS, "customers:read_all")
    async with signed_client(planned, ADMIN, rights) as client:
        yield client


async def asked(client: httpx2.AsyncClient, query: str, **variables: object) -> Any:
    response = await client.post("/graphql", json={"query": query, "variables": variables})
    answer = response.json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def total(api: Api) -> tuple[int, Decimal]:
    statement = select(func.count(), func.sum(PlanCell.amount)).where(PlanCell.plan_id == TARGET)
    found: Any = await api.deployment.database.fetch(statement)
    cells, amount = found[0]
    return cells, amount


async def test_10_000_cells_go_through_in_one_request(
    planned: Api, client: httpx2.AsyncClient
) -> None:
    given = {"planId": "plan_1", "rows": ten_thousand_cells()}
    payload = (await asked(client, SET, input=given))["setPlanCells"]
    assert payload["userErrors"] == []
    assert payload["results"] == [{"planRow": {"version": 1}, "userErrors": []}] * 834
    assert await total(planned) == (10_000, Decimal(20_000))


async def test_more_than_1_000_rows_go_through_and_more_than_10_000_do_not(
    planned: Api, client: httpx2.AsyncClient
) -> None:
    more = [
        {"id": n, "number": str(n), "name": f"N{n}", "name_sort": f"n{n}", "owner_id": OWNER}
        for n in range(2_000, 2_100)
    ]
    await fill(planned, Customer, more)
    keys = [*CUSTOMERS, *range(2_000, 2_100)]
    rows = [row(c, {1: "1"}, area) for c in keys for area in AREAS]
    assert len(rows) > 1_000
    payload = (await asked(client, SET, input={"planId": "plan_1", "rows": rows}))["setPlanCells"]
    assert [r["userErrors"] for r in payload["results"]] == [[]] * len(rows)
    assert await total(planned) == (len(rows), Decimal(len(rows)))
    given = {"planId": "plan_1", "rows": [row(1, {1: "9"})] * 10_001}
    response = await client.post("/graphql", json={"query": SET, "variables": {"input": given}})
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": "LIMIT_BATCH_ITEMS", "maximum": 10_000}
    assert await total(planned) == (len(rows), Decimal(len(rows)))


async def test_lists_whose_field_allows_no_more_stay_short(
    planned: Api, client: httpx2.AsyncClient
) -> None:
    given = {"planId": "plan_1", "rows": [row(1, {}, cells=[{"month": "2026-01-01"}] * 1_001)]}
    response = await client.post("/graphql", json={"query": SET, "variables": {"input": given}})
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": "LIMIT_BATCH_ITEMS", "maximum": 1_000}
    assert (await total(planned))[0] == 0


async def test_a_grid_shows_up_to_5_000_rows(planned: Api, client: httpx2.AsyncClient) -> None:
    given = {"planId": "plan_1", "rows": ten_thousand_cells()}
    await asked(client, SET, input=given)
    grid = (await asked(client, GRID, first=5_000))["plan"]["grid"]
    assert grid["rowCount"] == len(grid["rows"]) == (3 + len(CUSTOMERS)) * 8
    planned_here = sum(Decimal(a) for r in grid["rows"] for a in r["planned"] if a)
    assert planned_here == Decimal(grid["total"]["planned"]) == Decimal(20_000)
    assert all(r["customer"]["name"] for r in grid["rows"])
    response = await client.post("/graphql", json={"query": GRID, "variables": {"first": 5_001}})
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "LIMIT_PAGE_SIZE"


async def test_an_excel_file_of_4_mb_is_taken_from_somebody_who_is_known(
    planned: Api, client: httpx2.AsyncClient
) -> None:
    excel = (await asked(client, EXCEL, id="plan_1"))["plan"]["grid"]["excel"]["base64"]
    book = load_workbook(BytesIO(b64decode(excel)))
    sheet: Any = book.worksheets[0]
    for line in range(2, 12):
        sheet.cell(line, 6).value = 7.5
    out = BytesIO()
    book.save(out)
    given = {"planId": "plan_1", "file": padded(out.getvalue(), 4_000_000), "dryRun": True}
    tried = (await asked(client, UPLOAD, input=given))["uploadPlanGrid"]
    assert tried == {"rows": 10, "cells": 10, "written": False, "userErrors": []}
    assert (await total(planned))[0] == 0
    done = (await asked(client, UPLOAD, input={**given, "dryRun": False}))["uploadPlanGrid"]
    assert done == {**tried, "written": True}
    assert await total(planned) == (10, Decimal(75))


def padded(content: bytes, size: int) -> str:
    """The file with so many bytes, in base64: pictures may stand in Excel files too."""
    out = BytesIO(content)
    noise = Random(1).randbytes(size - len(content) - 400)  # noqa: S311 - no secret
    with ZipFile(out, "a", ZIP_STORED) as archive:
        archive.writestr("xl/media/image1.png", noise)
    found = out.getvalue()
    assert size - 1_000 < len(found) <= size
    return b64encode(found).decode()
