from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.projects.models import ProjectParticipant
from tests.api import Api
from tests.factories import customer, employee, keyword, project, save


async def test_a_project_shows_who_takes_part_and_when(api: Api) -> None:
    await save(
        api,
        employee(1, name="Anna Aalto"),
        keyword(1, "PROJECT_ROLE", "LEAD"),
        customer(1),
        project(1, 1, starts_on=date(2026, 1, 1)),
        ProjectParticipant(
            project_id=1, customer_id=1, employee_id=1, role_id=1, valid_from=date(2026, 2, 1)
        ),
    )
    answer = await api(
        """{ project(id: "project_1") {
          startsOn endsOn customer { name }
          participants { nodes { employee { name } role { code } validFrom validTo } }
        } }""",
        api.admin,
    )
    assert answer["project"] == {
        "startsOn": "2026-01-01",
        "endsOn": None,
        "customer": {"name": "Customer 1"},
        "participants": {
            "nodes": [
                {
                    "employee": {"name": "Anna Aalto"},
                    "role": {"code": "LEAD"},
                    "validFrom": "2026-02-01",
                    "validTo": None,
                }
            ]
        },
    }


async def test_a_participant_hangs_on_the_customer_of_the_project(api: Api) -> None:
    await save(api, employee(1), customer(1), customer(2), project(1, 1))
    with pytest.raises(IntegrityError, match="fk_project_participant_project_id_customer_id"):
        await save(api, ProjectParticipant(project_id=1, customer_id=2, employee_id=1))


async def test_a_project_cannot_end_before_it_starts(api: Api) -> None:
    backwards = project(1, 1, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 31))
    await save(api, customer(1))
    with pytest.raises(IntegrityError, match="ck_project_starts_on_ends_on_order"):
        await save(api, backwards)
