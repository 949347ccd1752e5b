from core.projects.models import ProjectParticipant
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate
from tests.factories import customer, employee, project, save


async def test_a_project_ends_after_it_begins(api: Api) -> None:
    await save(api, customer(101))
    given = {"customerId": "customer_101", "name": "New", "startsOn": "2026-02-01"}
    late = await mutate(api, "createProject", {**given, "endsOn": "2026-01-31"}, "project { id }")
    assert codes(late) == [("INVALID", "endsOn")]
    day = await mutate(
        api, "createProject", {**given, "endsOn": "2026-02-01"}, "project { number }"
    )
    assert day["project"] == {"number": "1"}


async def test_an_update_is_checked_against_the_date_that_stays(api: Api) -> None:
    await save(api, customer(101), project(102, 101))
    given = {"id": "project_102", "expectedVersion": 1, "startsOn": "2026-02-01"}
    await mutate(api, "updateProject", given, "project { id }")
    given = {"id": "project_102", "expectedVersion": 2, "endsOn": "2026-01-01"}
    assert codes(await mutate(api, "updateProject", given, "project { id }")) == [
        ("INVALID", "endsOn")
    ]


async def test_a_participant_hangs_on_the_customer_of_the_project(api: Api) -> None:
    await save(api, employee(7), customer(101), project(102, 101))
    given = {"projectId": "project_102", "employeeId": "employee_7", "validFrom": "2026-01-01"}
    wanted = "projectParticipant { id customer { id } }"
    made = await mutate(api, "createProjectParticipant", given, wanted)
    assert made["projectParticipant"]["customer"] == {"id": "customer_101"}
    assert [c.customer_id for c in await changes(api)] == [101]


async def test_nobody_is_added_to_a_hidden_project(api: Api) -> None:
    await save(api, employee(7), customer(101), project(102, 101))
    seller = api.viewer(7, ["projects:read", "projects:write", "customers:read"])
    given = {"projectId": "project_102", "employeeId": "employee_7"}
    wanted = "projectParticipant { id }"
    payload = await mutate(api, "createProjectParticipant", given, wanted, viewer=seller)
    assert codes(payload) == [("NOT_FOUND", "projectId")]
    assert await count(api, ProjectParticipant) == 0
