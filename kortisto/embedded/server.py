import asyncio
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from kortisto.embedded.account import Account, account_for
from kortisto.embedded.binaries import find_binaries
from kortisto.embedded.cluster import Cluster, create
from kortisto.embedded.errors import DataFolderError, ServerFailedError
from kortisto.embedded.lock import PATIENCE, FileLock
from kortisto.embedded.process import halt, launch, ready_port
from kortisto.embedded.shelter import SHELTER, reachable_binaries, reachable_folder


class EmbeddedPostgres:
    """A PostgreSQL server on 127.0.0.1 whose data live in a folder.

    Any number of processes may enter with the same folder: the first starts the server, the others
    share it, the last to leave stops it. One left behind by a killed process is taken over.
    `durable=False` trades safety at a power cut for speed. Errors are EmbeddedPostgresError.
    """

    def __init__(self, folder: Path, *, durable: bool = True, shelter: Path = SHELTER) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.shelter = shelter
        self._cluster: Cluster | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._users: FileLock | None = None

    @property
    def url(self) -> str:
        """SQLAlchemy's address of the database `kortisto`, password included."""
        port = ready_port(self._cluster.pid_file) if self._cluster else None
        if self._cluster is None or port is None:
            raise ServerFailedError(f"The server of {self.folder} is not running.")
        return self._cluster.url(port)

    def start(self) -> None:
        """Start the server, the first time with an empty database, or join a running one."""
        try:
            account = account_for(self.folder / "data")
            cluster = Cluster(reachable_folder(self.folder, account, self.shelter))
            with FileLock(cluster.lock_file("start")):
                self._cluster = cluster
                self._users = FileLock(cluster.lock_file("users"))
                self._users.share()
                self._enter(cluster, account)
        except OSError as error:
            raise DataFolderError(f"{self.folder} cannot be used: {error}") from error

    def stop(self) -> None:
        """Leave the server, and stop it if nobody else uses it."""
        if self._cluster is None or self._users is None:
            return
        with FileLock(self._cluster.lock_file("start")):
            self._leave(self._cluster, self._users)

    def _enter(self, cluster: Cluster, account: Account) -> None:
        try:
            if not is_running(cluster):
                self._launch(cluster, account)
        except BaseException:
            if self._users:
                self._leave(cluster, self._users)
            raise

    def _launch(self, cluster: Cluster, account: Account) -> None:
        found = find_binaries(cluster.major)
        binaries = reachable_binaries(found, account, self.shelter)
        if cluster.major is None:
            create(cluster, binaries, account, durable=self.durable)
        self._process = launch(cluster, binaries, account, durable=self.durable)

    def _leave(self, cluster: Cluster, users: FileLock) -> None:
        try:
            if users.try_exclusive():
                halt(cluster)
        finally:
            users.close()
            self._cluster = self._users = None
            self._forget_process()

    def _forget_process(self) -> None:
        """Let go of a server that others still use, without a warning from subprocess."""
        if self._process and self._process.poll() is None:
            self._process.returncode = 0
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def is_running(cluster: Cluster) -> bool:
    """Tell whether the server runs and answers; wait for one that is starting or ending."""
    lock = FileLock(cluster.lock_file("server"))
    deadline = time.monotonic() + PATIENCE
    try:
        while not lock.try_exclusive():
            port = ready_port(cluster.pid_file)
            if port and answers(cluster.url(port)):
                return True
            if time.monotonic() > deadline:
                raise ServerFailedError(f"The server of {cluster.folder} runs but does not answer.")
            time.sleep(0.05)
    finally:
        lock.close()
    return False


def answers(url: str) -> bool:
    """Sign in once, on a thread of its own because the caller may be in an event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, sign_in(url)).result()


async def sign_in(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""), timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    await connection.close()
    return True
