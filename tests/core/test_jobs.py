from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.deployment import Deployment
from core.errors import PluginError
from core.hookspecs import hookimpl
from core.jobs import Job, RetryLater, enqueue, enqueue_all, run_worker
from core.jobs.job import Payload
from core.plugins import Plugin, Plugins
from tests.api import deployment_on

seen: list[object] = []


async def note(deployment: Deployment, payload: Payload) -> None:
    seen.append(payload["word"])


async def fail(deployment: Deployment, payload: Payload) -> None:
    raise LookupError("nothing there")


class Jobs:
    """A plugin with jobs."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = jobs

    @hookimpl
    def register_jobs(self) -> tuple[Job, ...]:
        return self.jobs


def with_jobs(deployment: Deployment, *plugins: Jobs) -> Deployment:
    named = [Plugin(f"jobs{number}", plugin) for number, plugin in enumerate(plugins)]
    core = [plugin for plugin in deployment.plugins if plugin.name.startswith("core")]
    return replace(deployment, plugins=Plugins([*core, *named]))


@pytest.fixture
async def deployment(database_url: str) -> AsyncIterator[Deployment]:
    made = deployment_on(database_url)
    seen.clear()
    yield with_jobs(made, Jobs(Job("note", note), Job("fail", fail)))
    await made.close()


async def test_a_job_runs_with_what_it_was_told(deployment: Deployment) -> None:
    async with deployment.database.writing() as session:
        await enqueue(session, "note", {"word": "Čakovec"})
    await run_worker(deployment, drain=True)
    assert seen == ["Čakovec"]


async def test_a_job_of_an_undone_transaction_never_runs(deployment: Deployment) -> None:
    async with deployment.database.writing() as session:
        await enqueue(session, "note", {"word": "lost"})
        await session.rollback()
    await run_worker(deployment, drain=True)
    assert seen == []


async def test_a_job_that_fails_is_kept_and_stops_no_other(deployment: Deployment) -> None:
    async with deployment.database.writing() as session:
        number = await enqueue(session, "fail")
        await enqueue(session, "note", {"word": "after"})
    await run_worker(deployment, drain=True)
    assert seen == ["after"]
    rows = await deployment.database.fetch(text("SELECT id, status::text FROM pgqueuer"))
    assert [tuple(row) for row in rows] == [(number, "failed")]


async def test_two_jobs_of_one_name_are_refused(deployment: Deployment) -> None:
    doubled = with_jobs(deployment, Jobs(Job("same", note)), Jobs(Job("same", fail)))
    with pytest.raises(PluginError, match=r"same.*'jobs0'.*'jobs1'"):
        await run_worker(doubled, drain=True)


async def test_a_wrong_schedule_is_refused(deployment: Deployment) -> None:
    wrong = with_jobs(deployment, Jobs(Job("odd", note, schedule="every day")))
    with pytest.raises(PluginError, match="odd"):
        await run_worker(wrong)


async def test_many_jobs_are_queued_by_one_statement(deployment: Deployment) -> None:
    words = [f"word {n}" for n in range(40)]
    async with deployment.database.writing() as session:
        numbers = await enqueue_all(session, "note", [{"word": word} for word in words])
        assert await enqueue_all(session, "note", []) == []
    assert len(set(numbers)) == 40
    await run_worker(deployment, drain=True)
    assert sorted(map(str, seen)) == sorted(words)


async def test_a_job_may_ask_to_be_begun_anew(deployment: Deployment) -> None:
    async def once_more(deployment: Deployment, payload: Payload) -> None:
        seen.append(payload["word"])
        if len(seen) < 3:
            raise RetryLater(timedelta(0), "not yet")

    retrying = with_jobs(deployment, Jobs(Job("note", once_more)))
    async with deployment.database.writing() as session:
        await enqueue(session, "note", {"word": "again"}, after=timedelta(milliseconds=1))
    await run_worker(retrying, drain=True)
    assert seen == ["again"] * 3
    rows = await deployment.database.fetch(text("SELECT count(*) FROM pgqueuer"))
    assert rows[0][0] == 0
