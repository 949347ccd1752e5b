"""The command `kortisto` as a person or a script runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kortisto.cli.running import run
from tests.kortisto.forked import Forked

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Program:
    """The program in a folder with a kortisto.toml of its own."""

    folder: Path
    database_url: str

    @property
    def file(self) -> Path:
        return self.folder / "kortisto.toml"

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.folder), str(ROOT)])
        return {
            **os.environ,
            "KORTISTO_DATABASE_URL": self.database_url,
            "PYTHONPATH": path,
            "PYTHONWARNINGS": "error",
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "kortisto", *arguments]

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start a command that runs until it is told to end."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def fork(self, *arguments: str, **variables: str) -> Forked:
        """The same in a process that need not import first, which is most of a start."""
        return Forked(arguments, self.folder, self.environment | variables)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Shell:
    """The command line, run in this process and in a folder of its own."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    @property
    def file(self) -> Path:
        return self.folder / "kortisto.toml"

    def run(self, *arguments: str, **variables: str) -> Done:
        """Run a command to its end."""
        with self.monkeypatch.context() as patch:
            patch.chdir(self.folder)
            for name, value in variables.items():
                patch.setenv(name, value)
            code = run(arguments)
        return Done(code, *self.capture.readouterr())
