"""Commands in processes of their own that need not import first."""

import os
import sys
import warnings
from collections.abc import Mapping
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Self

from core.plugins.loading import CORE
from kortisto.__main__ import main

IMPORTED = [
    "kortisto.cli.running",
    "kortisto.cli.serve",
    "kortisto.cli.worker",
    "core.jobs.running",
    "core.migrating.upgrading",
    *CORE,
    "plugins.leads",
    "plugins.opportunities",
]
"""What the process has imported whose copies run the commands."""


@cache
def fork_server() -> ForkServerContext:
    """Starts copies of a process that has done nothing but import."""
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    return context


class Forked:
    """A command that runs until it is told to end, used as a Popen is."""

    def __init__(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
    ) -> None:
        reader, writer = fork_server().Pipe(duplex=False)
        with reader, writer:
            self.stderr = os.fdopen(os.dup(reader.fileno()))
            self._process = fork_server().Process(
                target=run, args=(arguments, folder, dict(environment), writer)
            )
            self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self._process.join(timeout)
        return self.poll()

    def send_signal(self, number: Signals) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error:
            self.kill()
        self._process.join()
        self._process.close()
        self.stderr.close()


def run(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str], output: Connection
) -> None:
    """Run a command, in the new process."""
    for standard in (1, 2):
        os.dup2(output.fileno(), standard)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("error")
    sys.argv = ["kortisto", *arguments]
    main()
