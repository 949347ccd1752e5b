import pytest

from core.viewer import Viewer
from tests.api import Api
from tests.factories import change, contact, customer, employee, project, save, team

READ = frozenset({"customers:read", "contacts:read", "projects:read", "changes:read"})


@pytest.fixture
async def world(api: Api) -> Api:
    """Employee 1 leads the team over that of 2, who leads 3; 4 stands alone. Each owns one."""
    await save(
        api,
        *(employee(key) for key in (1, 2, 4)),
        team(1, lead_id=1),
        team(2, lead_id=2, parent_id=1),
        team(3, lead_id=4, archived_at=api.deployment.clock.now()),
        employee(3, team_id=2),
        *(customer(key, owner_id=key) for key in (1, 2, 3, 4)),
        customer(5),
        *(contact(key, key) for key in (1, 2, 3, 4, 5)),
        *(project(key, key) for key in (1, 2, 3, 4, 5)),
        *(change(key, customer_id=key, record_id=key) for key in (1, 2, 3, 4, 5)),
        change(6, entity="Role", record_id=1),
    )
    return api


async def seen(api: Api, viewer: Viewer, field: str = "customers") -> list[int]:
    answer = await api(f"{{ {field}(first: 50) {{ totalCount nodes {{ id }} }} }}", viewer)
    ids = [int(node["id"].rpartition("_")[2]) for node in answer[field]["nodes"]]
    assert answer[field]["totalCount"] == len(ids)
    return sorted(ids)


@pytest.mark.parametrize(("employee_id", "keys"), [(1, [1, 3]), (2, [2, 3]), (3, [3]), (4, [4])])
@pytest.mark.parametrize("field", ["customers", "contacts", "projects", "changes"])
async def test_owners_and_the_leads_above_them_see_a_customer_and_what_hangs_on_it(
    world: Api, employee_id: int, keys: list[int], field: str
) -> None:
    assert await seen(world, Viewer(employee_id, READ), field) == keys


@pytest.mark.parametrize("field", ["customers", "contacts", "projects", "changes"])
async def test_the_right_to_read_all_shows_every_customer(world: Api, field: str) -> None:
    assert await seen(world, Viewer(4, READ | {"customers:read_all"}), field) == [1, 2, 3, 4, 5]


async def test_changes_without_a_customer_need_a_right_of_their_own(world: Api) -> None:
    viewer = Viewer(4, READ | {"changes:read_all"})
    assert await seen(world, viewer, "changes") == [1, 2, 3, 4, 5, 6]


async def test_an_archived_team_gives_its_lead_nothing(world: Api) -> None:
    await save(world, employee(5, team_id=3), customer(6, owner_id=5))
    assert await seen(world, Viewer(4, READ)) == [4]


@pytest.mark.parametrize("field", ["customers", "contacts", "projects", "changes"])
async def test_without_the_right_to_read_nothing_is_read(world: Api, field: str) -> None:
    answer = await world(f"{{ {field} {{ nodes {{ id }} }} }}", Viewer(1, frozenset()))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]


async def test_nobody_reads_anything_before_signing_in(world: Api) -> None:
    answer = await world("{ customers { nodes { id } } employees { nodes { id } } }")
    assert {code for code, _ in answer.errors} == {"UNAUTHENTICATED"}


async def test_a_hidden_customer_looks_like_a_missing_one(world: Api) -> None:
    answer = await world(
        '{ hidden: customer(id: "customer_1") { id } missing: customer(id: "customer_99") { id } }',
        Viewer(4, READ),
    )
    assert answer.data == {"hidden": None, "missing": None}
    assert answer.errors == []


async def test_a_hidden_parent_and_hidden_subsidiaries_are_left_out(world: Api) -> None:
    await save(world, customer(7, owner_id=4, parent_id=1), customer(8, owner_id=1, parent_id=4))
    answer = await world(
        """{
          child: customer(id: "customer_7") { parent { id } }
          parent: customer(id: "customer_4") { subsidiaries { totalCount } }
        }""",
        Viewer(4, READ),
    )
    assert answer.data == {"child": {"parent": None}, "parent": {"subsidiaries": {"totalCount": 0}}}
