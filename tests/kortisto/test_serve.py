import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from sqlalchemy import text

from core.jobs import enqueue
from core.settings import check
from kortisto.cli.serve import with_jobs
from kortisto.settings import AppSettings
from tests.api import Api
from tests.kortisto.forked import Forked
from tests.kortisto.program import Program
from tests.waiting import until

PATIENCE = 60.0


Serving = Iterator[tuple[subprocess.Popen[str] | Forked, str]]


@contextmanager
def serving(program: Program, *arguments: str, **variables: str) -> Serving:
    """A server that need not import first, and its address."""
    with serving_by(program.fork("serve", "--port", "0", *arguments, **variables)) as served:
        yield served


@contextmanager
def serving_by(process: subprocess.Popen[str] | Forked) -> Serving:
    """A server that begins, and its address."""
    with process:
        try:
            yield process, address_told_by(process)
        finally:
            if process.poll() is None:
                process.terminate()


def address_told_by(process: subprocess.Popen[str] | Forked) -> str:
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        for word in line.split():
            if word.startswith("http://"):
                return word.removesuffix("/graphql")
    raise AssertionError(told)


@pytest.mark.parametrize(("workers", "number"), [("1", signal.SIGINT), ("2", signal.SIGTERM)])
def test_it_serves_until_a_signal_and_ends_in_order(
    program: Program, workers: str, number: signal.Signals
) -> None:
    begun = program.start("serve", "--port", "0", "--workers", workers)
    with serving_by(begun) as (process, address):
        with httpx2.Client(base_url=address, timeout=PATIENCE) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            assert client.get("/readyz").json() == {"status": "ok"}
            assert "type Query" in client.get("/schema.graphql").text
            answer = client.post("/graphql", json={"query": "{ __typename }"})
            assert answer.json() == {"data": {"__typename": "Query"}}
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("workers", "number"),
    [("1", signal.SIGTERM), ("1", signal.SIGHUP), ("2", signal.SIGHUP)],
)
def test_a_request_under_way_is_finished(
    program: Program, workers: str, number: signal.Signals
) -> None:
    with serving(program, "--workers", workers) as (process, address):
        assert httpx2.get(f"{address}/healthz", timeout=PATIENCE).status_code == 200
        host, _, port = address.removeprefix("http://").partition(":")
        body = b'{"query": "{ __typename }"}'
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            connection.sendall(
                b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
            )
            connection.sendall(body[:5])
            until_refused(host, int(port), process, number)
            connection.sendall(body[5:])
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert b'{"data":{"__typename":"Query"}}' in answer
        assert process.wait(PATIENCE) == 0


def until_refused(
    host: str, port: int, process: subprocess.Popen[str] | Forked, number: signal.Signals
) -> None:
    """Tell the server to end, and wait until it accepts no more connections."""
    process.send_signal(number)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    raise AssertionError("The server still accepts connections.")


def test_the_embedded_server_ends_with_the_program(program: Program) -> None:
    with serving(program, KORTISTO_DATABASE_URL="") as (process, address):
        assert httpx2.get(f"{address}/readyz", timeout=PATIENCE).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert not list((program.folder / ".kortisto").glob("data/postmaster.pid"))


def test_a_port_that_is_taken_is_named(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with program.fork("serve", "--port", str(port)) as process:
            assert process.wait(PATIENCE) == 2
            assert f"port {port}: Address already in use" in process.stderr.read()


async def test_a_server_runs_jobs_where_it_is_told_to(api: Api, program: Program) -> None:
    async with api.deployment.database.writing() as session:
        for number in range(3):
            await enqueue(session, "mail.send", {"id": number + 1})
    done = text("SELECT count(*) FROM pgqueuer_log WHERE status = 'successful'")

    async def all_done() -> bool:
        rows = await api.deployment.database.fetch(done)
        return bool(rows[0][0] == 3)

    with serving(program, KORTISTO_JOBS="on") as (process, _):
        await until(all_done, PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("jobs", "url", "expected"),
    [
        ("auto", None, "on"),
        ("auto", "postgresql://localhost/x", "off"),
        ("off", None, "off"),
        ("on", "postgresql://localhost/x", "on"),
    ],
)
def test_jobs_run_beside_an_embedded_database(jobs: str, url: str | None, expected: str) -> None:
    settings = check(AppSettings, {"jobs": jobs, "database_url": url})
    assert with_jobs(settings).jobs == expected
