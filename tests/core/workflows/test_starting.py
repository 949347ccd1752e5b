"""Which saves start a workflow, and that one starting another comes to an end."""

from sqlalchemy import text

from core.workflows.models import WorkflowRun
from tests.api import Api
from tests.core.workflows.setup import (
    BIG,
    USD,
    add_robot,
    add_workflow,
    currencies,
    drain,
    runs,
    update,
)
from tests.core.writing.calls import changes, count, mutate, mutate_all


async def test_it_runs_unattended_as_soon_as_the_condition_holds(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_TIME", "set_fields", USD, condition=BIG)
    await mutate(api, "createCustomer", {"name": "Small", "employeeCount": 5})
    await drain(api)
    assert await runs(api) == []
    await update(api, 1, 1, employeeCount=500)
    [queued] = await runs(api)
    assert (queued["state"], queued["startedAt"], queued["recordId"]) == (
        *("QUEUED", None, "customer_1"),
    )
    await drain(api)
    assert await currencies(api) == ["USD"]
    [run] = await runs(api)
    assert run["finishedAt"]
    assert {k: run[k] for k in ("state", "error", "depth", "cause", "customer")} == {
        "state": "DONE",
        "error": None,
        "depth": 1,
        "cause": None,
        "customer": {"id": "customer_1"},
    }
    last = (await changes(api))[-1]
    assert (last.actor_id, last.via, last.new) == (1, "workflow", {"currency": "USD"})


async def test_the_first_save_alone_starts_it(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD, condition=BIG)
    payload = await mutate_all(
        api,
        "createCustomers",
        [{"name": "Small"}, {"name": "Big", "employeeCount": 100}],
    )
    assert payload["userErrors"] == []
    await drain(api)
    assert await currencies(api) == ["EUR", "USD"]
    await update(api, 1, 1, employeeCount=500)
    await drain(api)
    assert await currencies(api) == ["EUR", "USD"]
    assert len(await runs(api)) == 1


async def test_the_first_time_comes_once_per_record(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_TIME", "set_fields", USD, condition=BIG)
    await mutate(api, "createCustomer", {"name": "Big", "employeeCount": 100})
    await drain(api)
    await update(api, 1, 2, currency="EUR", employeeCount=1)
    await update(api, 1, 3, employeeCount=200)
    await drain(api)
    assert await currencies(api) == ["EUR"]
    assert len(await runs(api)) == 1


async def test_every_save_starts_it_while_the_condition_holds(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "EVERY_SAVE", "set_fields", USD, condition={"not": BIG})
    await mutate(api, "createCustomer", {"name": "Small"})
    await drain(api)
    await update(api, 1, 2, currency="EUR")
    await drain(api)
    assert await currencies(api) == ["USD"]
    await update(api, 1, 4, currency="EUR", employeeCount=100)
    await drain(api)
    assert await currencies(api) == ["EUR"]
    # each run that changed something was a save itself, whose run then changed nothing
    assert [run["depth"] for run in await runs(api)] == [1, 2, 1, 2]


async def test_workflows_that_start_each_other_come_to_an_end(api: Api) -> None:
    await add_robot(api)
    for key, (now, then) in enumerate([("EUR", "USD"), ("USD", "EUR")], 1):
        where = {"currency": {"eq": now}}
        config = {"values": {"currency": then}}
        await add_workflow(api, key, "EVERY_SAVE", "set_fields", config, condition=where)
    await mutate(api, "createCustomer", {"name": "Ping"})
    await drain(api)
    found = await runs(api)
    assert [(run["state"], run["depth"]) for run in found] == [
        *[("DONE", depth) for depth in range(1, 6)],
        ("FAILED", 6),
    ]
    assert [run["cause"] and run["cause"]["id"] for run in found] == [
        None,
        *[run["id"] for run in found[:-1]],
    ]
    assert "5 runs of workflows caused each other" in found[-1]["error"]
    rows = await api.deployment.database.fetch(text("SELECT count(*) FROM pgqueuer"))
    assert rows[0][0] == 0


async def test_an_undone_save_starts_nothing(api: Api) -> None:
    await add_robot(api)
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD)
    items = [{"name": "One"}, {"name": "Two", "number": "1"}, {"name": "Three", "number": "1"}]
    payload = await mutate_all(api, "createCustomers", items, atomic=True)
    assert payload["userErrors"]
    assert await runs(api) == []


async def test_what_is_off_or_of_another_module_is_not_started(api: Api) -> None:
    await add_robot(api)
    now = api.deployment.clock.now()
    await add_workflow(api, 1, "FIRST_SAVE", "set_fields", USD, active=False)
    await add_workflow(api, 2, "FIRST_SAVE", "set_fields", USD, archived_at=now)
    await add_workflow(
        api, 3, "FIRST_SAVE", "set_fields", {"values": {"title": "x"}}, module="Contact"
    )
    await mutate(api, "createCustomer", {"name": "Any"})
    assert await runs(api) == []


async def test_the_number_of_statements_of_a_save_does_not_grow(api: Api) -> None:
    await add_robot(api)
    for key in (1, 2, 3):
        await add_workflow(api, key, "EVERY_SAVE", "set_fields", USD, condition={"not": BIG})
    with api.statements() as one:
        await mutate_all(api, "createCustomers", [{"name": "One"}])
    with api.statements() as many:
        await mutate_all(api, "createCustomers", [{"name": f"C{n}"} for n in range(40)])
    assert len(many) == len(one)
    assert await count(api, WorkflowRun) == 3 * 41
