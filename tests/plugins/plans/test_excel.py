"""A grid as an Excel file, edited with a spreadsheet library and uploaded again."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from core.customers.models import Customer
from core.viewer import Viewer
from plugins.plans.models import PlanSettings
from tests.api import Api
from tests.core.writing.calls import ERRORS
from tests.plugins.plans.test_spread import cells
from tests.plugins.plans.world import (
    ADMIN,
    FORECAST,
    OWNER,
    TARGET,
    on,
    planner,
    row,
    set_cells,
)
from tests.world import change

FILE = "query($id: ID!) { plan(id: $id) { grid { excel { name mediaType base64 } } } }"
UPLOAD = f"""mutation($input: UploadPlanGridInput!) {{ uploadPlanGrid(input: $input) {{
  rows cells written {ERRORS} }} }}"""

Edit = Callable[[Any], None]


async def download(api: Api, viewer: Viewer, plan: int = TARGET) -> bytes:
    found = (await api(FILE, viewer, id=f"plan_{plan}"))["plan"]["grid"]["excel"]
    assert found["name"] == f"Plan {plan}.xlsx"
    return b64decode(found["base64"])


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    edit(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def upload(api: Api, viewer: Viewer, content: bytes, plan: int = TARGET, **more: Any) -> Any:
    text = b64encode(content).decode()
    given = {"planId": f"plan_{plan}", "file": text, "dryRun": False, **more}
    return (await api(UPLOAD, viewer, input=given))["uploadPlanGrid"]


def put(**values: object) -> Edit:
    def edit(sheet: Any) -> None:
        for address, value in values.items():
            sheet[address] = value

    return edit


def told(payload: Any) -> list[tuple[str, str]]:
    return [(e["code"], e["path"][-1]) for e in payload["userErrors"]]


async def test_a_grid_is_downloaded_edited_and_uploaded(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await change(planned, Customer, 1, name="=1+1")
    await set_cells(planned, owner, row(1, {1: "1.50", 3: "3.00"}))
    content = await download(planned, owner)
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert [c.value for c in sheet[1]][:7] == [
        *("Customer id", "Offering area id", "Version", "Customer", "Offering area"),
        *("2026-01", "2026-02"),
    ]
    assert [c.value for c in sheet[2]][:8] == [
        *("customer_1", "product_basket_1", 1, "=1+1", "Basket 1"),
        *(1.5, None, 3),
    ]
    assert sheet["D2"].data_type == "s"
    changed = edited(content, put(F2=2.25, G2="10.10", H2=None, F3=0.1 + 0.2))
    payload = await upload(planned, owner, changed, dryRun=True)
    assert payload == {"rows": 2, "cells": 4, "written": False, "userErrors": []}
    assert (await cells(planned))[1, 1] == ["1.50", "3.00"]
    payload = await upload(planned, owner, changed)
    assert payload == {"rows": 2, "cells": 4, "written": True, "userErrors": []}
    assert await cells(planned) == {(1, 1): ["2.25", "10.10", "None"], (1, 2): ["0.30"]}
    assert told(await upload(planned, owner, edited(changed, put(F2=9)))) == [("CONFLICT", "C2")]


async def test_the_same_file_changes_nothing(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await set_cells(planned, owner, row(1, {1: "1.50"}))
    payload = await upload(planned, owner, await download(planned, owner))
    assert payload == {"rows": 0, "cells": 0, "written": True, "userErrors": []}


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (put(F2="much"), ("INVALID", "F2")),
        (put(G3=-1), ("INVALID", "G3")),
        (put(F2=1e30), ("INVALID", "F2")),
        (put(F2="NaN"), ("INVALID", "F2")),
        (put(F2=0.001), ("INVALID", "F2")),
        (put(F2=True), ("INVALID", "F2")),
        (put(A2="?", F2=1), ("INVALID", "A2")),
        (put(A2="customer_2", F2=1), ("NOT_FOUND", "A2")),
        (put(B2="product_basket_3", F2=1), ("OUTSIDE_PLAN", "B2")),
        (put(C2="new", F2=1), ("INVALID", "C2")),
        (put(F1="2027-01", F2=1), ("OUTSIDE_PLAN", "F2")),
        (put(F1="January"), ("INVALID", "F1")),
        (put(A1="Customer"), ("INVALID", "file")),
    ],
)
async def test_errors_tell_the_cell_and_nothing_is_written(
    planned: Api, edit: Edit, error: tuple[str, str]
) -> None:
    owner = planner(planned, OWNER)
    content = edited(await download(planned, owner), put(G2=5))
    payload = await upload(planned, owner, edited(content, edit))
    assert told(payload) == [error]
    assert payload["written"] is False
    assert await cells(planned) == {}


async def test_locked_cells_are_refused_only_if_they_differ(planned: Api) -> None:
    owner = planner(planned, OWNER)
    await set_cells(planned, owner, row(1, {1: "1.00"}), plan=FORECAST)
    await change(planned, PlanSettings, 1, lock_day=10)
    on(planned, 2026, 3, 11)
    content = await download(planned, owner, FORECAST)
    payload = await upload(planned, owner, edited(content, put(H2=5)), FORECAST)
    assert (payload["cells"], payload["userErrors"]) == (1, [])
    content = await download(planned, owner, FORECAST)
    payload = await upload(planned, owner, edited(content, put(F2=5)), FORECAST)
    assert told(payload) == [("LOCKED", "F2")]
    admin = planner(planned, ADMIN)
    why = {"overrideReason": "Agreed"}
    payload = await upload(planned, admin, edited(content, put(F2=5)), FORECAST, **why)
    assert payload["written"] is True


async def test_what_is_no_file_of_a_grid_is_refused(planned: Api) -> None:
    owner, empty = planner(planned, OWNER), BytesIO()
    Workbook().save(empty)
    for content in (b"", b"no file", empty.getvalue()):
        assert told(await upload(planned, owner, content)) == [("INVALID", "file")]
    given = {"planId": "plan_1", "file": "???"}
    payload = (await planned(UPLOAD, owner, input=given))["uploadPlanGrid"]
    assert told(payload) == [("INVALID", "file")]
