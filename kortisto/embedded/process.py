import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from kortisto.embedded.account import Account
from kortisto.embedded.binaries import Binaries
from kortisto.embedded.cluster import Cluster
from kortisto.embedded.errors import ServerFailedError
from kortisto.embedded.lock import PATIENCE, FileLock
from kortisto.embedded.settings import server_options

ATTEMPTS = 5


def launch(
    cluster: Cluster, binaries: Binaries, account: Account, *, durable: bool
) -> subprocess.Popen[bytes]:
    """Start the server, on the port of last time where that is free, and wait until it is ready."""
    for attempt in range(ATTEMPTS):
        port = free_port(cluster.folder / "port", keep=attempt == 0)
        process = spawn(cluster, binaries, account, server_options(port, durable=durable))
        if became_ready(cluster, process):
            (cluster.folder / "port").write_text(f"{port}\n")
            return process
        if "Address already in use" not in tail(cluster.log):
            break
    raise ServerFailedError(
        f"PostgreSQL did not start. The end of {cluster.log}:\n{tail(cluster.log)}"
    )


def spawn(
    cluster: Cluster, binaries: Binaries, account: Account, options: list[str]
) -> subprocess.Popen[bytes]:
    """Run the server in a session of its own, so that Ctrl-C reaches only us."""
    lock = FileLock(cluster.lock_file("server"))
    try:
        lock.wait_exclusive()
        cluster.pid_file.unlink(missing_ok=True)
        if cluster.log.exists():
            cluster.log.replace(cluster.log.with_suffix(".log.1"))
        with cluster.log.open("xb") as log:
            return subprocess.Popen(
                [binaries.folder / "postgres", "-D", cluster.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # The server and its children hold the lock for as long as one of them lives.
                pass_fds=[lock.descriptor],
                start_new_session=True,
                user=account.uid,
                group=account.gid,
                extra_groups=account.groups,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath},
            )
    except OSError as error:
        raise ServerFailedError(f"PostgreSQL cannot be started: {error}") from error
    finally:
        lock.close()


def became_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    try:
        while process.poll() is None and time.monotonic() < deadline:
            if ready_port(cluster.pid_file):
                return True
            time.sleep(0.02)
    except BaseException:
        end(process)
        raise
    end(process)
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)
    process.wait()


def ready_port(pid_file: Path) -> int | None:
    """Port of a server that accepts connections, None as long as it does not."""
    try:
        lines = pid_file.read_text().splitlines()
    except FileNotFoundError:
        return None
    return int(lines[3]) if len(lines) > 7 and lines[7].strip() == "ready" else None


def halt(cluster: Cluster) -> None:
    """Stop the server: quickly, or after half a minute at once."""
    lock = FileLock(cluster.lock_file("server"))
    try:
        for stop in (signal.SIGINT, signal.SIGQUIT):
            if lock.try_exclusive():
                return
            send(cluster.pid_file, stop)
            try:
                lock.wait_exclusive(PATIENCE / 2)
            except ServerFailedError:
                continue
        raise ServerFailedError(f"The server of {cluster.folder} does not stop.")
    finally:
        lock.close()


def send(pid_file: Path, stop: signal.Signals) -> None:
    try:
        os.kill(int(pid_file.read_text().split()[0]), stop)
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return


def free_port(remembered: Path, *, keep: bool) -> int:
    wanted = int(remembered.read_text()) if keep and remembered.exists() else 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
