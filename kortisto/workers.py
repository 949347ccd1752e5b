"""Worker processes: copies of one that has imported and composed everything already."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from typing import cast

import structlog
from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import SIGNALS, Process

log = structlog.stdlib.get_logger("kortisto.workers")


class Worker(Process):
    """A forked worker, where uvicorn's own imports and composes everything again."""

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        forked = get_context("fork").Process(target=self.work, args=(sockets,))
        self.process = cast(SpawnProcess, forked)

    def start(self) -> None:
        """Start it, and leave its end of the pipe to it alone.

        Were it open here or in another worker too, who waits for its answer would not see it die.
        """
        with signals_later():
            super().start()
        self.child_conn.close()

    def work(self, sockets: list[socket.socket]) -> None:
        """Answer requests, in the new process, where signals mean the usual again."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        with suppress(KeyboardInterrupt):
            self.target(sockets)


@contextmanager
def signals_later() -> Iterator[None]:
    """Let signals wait meanwhile; a new process would take those for its own as its parent does."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Workers(Multiprocess):
    """Forked workers, which end in order when their terminal closes."""

    def init_processes(self) -> None:
        """Start all."""
        self.processes.extend(self.started() for _ in range(self.processes_num))

    def started(self) -> Worker:
        """One more, which runs."""
        worker = Worker(self.config, self.sockets)
        worker.start()
        return worker

    def keep_subprocess_alive(self) -> None:
        """Put new workers in the place of those that are gone or silent."""
        for place, worker in enumerate(self.processes):
            if self.should_exit.is_set() or worker.is_alive(self.config.timeout_worker_healthcheck):
                continue
            worker.kill()
            worker.join()
            if worker.exitcode == STARTUP_FAILURE:
                log.error("a worker cannot start, so the server ends", pid=worker.pid)
                self.should_exit.set()
            else:
                log.warning("a worker died, another takes its place", pid=worker.pid)
                self.processes[place] = self.started()

    def handle_ttin(self) -> None:
        """Start one more."""
        self.processes_num += 1
        self.processes.append(self.started())

    def handle_hup(self) -> None:
        """End, where uvicorn would put new workers in the place of the old ones."""
        self.handle_term()

    def terminate_all(self) -> None:
        """Let the workers end; nobody is to connect to a socket that none of them reads."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()
