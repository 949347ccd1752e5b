"""The processes that answer, one for each contender."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.database import FOLDER, ROOT
from core.errors import KortistoError

LOGS = FOLDER / "logs"
PATIENCE = 60.0
"""Seconds until a server must accept connections."""

QUIET = 0.25
"""Seconds without work after which a server counts as idle."""


class ServerError(KortistoError):
    """A server did not start, or ended."""


@dataclass(frozen=True)
class Start:
    """How a server is started: `{port}` in its command is replaced, PORT is in its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path = ROOT


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> float | None:
        """Resident MiB of the process; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kib) / 1024

    def settle(self) -> None:
        """Wait until it is done with the requests whose connections were closed."""
        deadline = time.monotonic() + PATIENCE
        used, idle_since = self._ticks(), time.monotonic()
        while time.monotonic() < min(deadline, idle_since + QUIET):
            time.sleep(QUIET / 5)
            if (now := self._ticks()) > used:
                used, idle_since = now, time.monotonic()

    def _ticks(self) -> int:
        """Hundredths of a second that the process has worked; 0 where the system does not tell."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return 0
        user, system = stat.rpartition(")")[2].split()[11:13]
        return int(user) + int(system)


@contextmanager
def running(start: Start) -> Iterator[Server]:
    """Run a server for the time being; ServerError if it does not start."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{start.name}.log"
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [word.replace("{port}", str(port)) for word in start.command],
            env={**os.environ, "PORT": str(port), **start.environment},
            cwd=start.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_open(start.name, process, port, log)
        yield Server(f"http://127.0.0.1:{port}", process, log)
    finally:
        stop(process)


def wait_until_open(name: str, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ServerError(f"{name} does not accept connections; see {log}.")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
