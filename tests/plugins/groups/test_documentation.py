"""What docs/groups.md shows."""

from datetime import date

from tests.api import Api
from tests.factories import customer, employee, save
from tests.plugins.groups.rows import group, member, responsibility
from tests.readme import ROOT, example

GROUPS = ROOT / "docs" / "groups.md"


async def test_the_matrix_can_be_asked_for(api: Api) -> None:
    await save(api, employee(1), employee(2, is_seller=True), customer(1), customer(2))
    await save(api, group(1, name="Avainasiakkaat"), member(1, 1))
    since = date(2026, 3, 1)
    await save(api, responsibility(1, 1, 2, valid_from=since), responsibility(2, 1, 1))
    rows = (await api(example("matrix", GROUPS), api.admin))["responsibilityMatrix"]
    assert rows == [
        {
            "customer": {"id": "customer_1", "name": "Customer 1"},
            "project": None,
            "cells": [
                {
                    "employee": {"id": "employee_2"},
                    "roles": [],
                    "validFrom": "2026-03-01",
                    "validTo": None,
                }
            ],
            "roles": [],
        }
    ]
