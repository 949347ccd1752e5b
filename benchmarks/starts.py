"""How the server of each contender is started: one process, the same loop and pool for all."""

import sys

from sqlalchemy import URL

from benchmarks import node
from benchmarks.database import REGISTRATION, ROOT, SETTINGS, plain
from benchmarks.server import Start
from core.settings import read_settings
from kortisto.settings import AppSettings

SWITCH = "compiled_reads"
"""The setting that turns compiled reads on and off."""


def limit(url: URL) -> Start:
    """The hand-written SQL."""
    return uvicorn("limit", url)


def stock(url: URL) -> Start:
    """Plain Strawberry, aiodataloader and SQLAlchemy."""
    return uvicorn("stock", url)


def postgraphile(url: URL) -> Start:
    """PostGraphile, as the role of the URL."""
    environment = {**on(url), "NODE_ENV": "production"}
    folder = node.installed(ROOT / "benchmarks" / "postgraphile")
    return Start("postgraphile", [str(node.program()), "server.mjs"], environment, folder)


def kortisto(url: URL, *, compiled: bool) -> Start:
    """Kortisto as it is deployed, with compiled reads on or off."""
    environment = {
        "KORTISTO_SETTINGS": str(SETTINGS),
        "KORTISTO_DATABASE_URL": plain(url),
        "PYTHONPATH": str(REGISTRATION),
    }
    if has_switch():
        environment[f"KORTISTO_{SWITCH.upper()}"] = str(compiled).lower()
    command = [sys.executable, "-m", "kortisto", "serve", "--port", "{port}"]
    return Start("compiled" if compiled else "reference", command, environment)


def has_switch() -> bool:
    """Whether reads can be compiled at all."""
    return SWITCH in AppSettings.model_fields


def uvicorn(name: str, url: URL) -> Start:
    """An application of the benchmarks, served as Kortisto serves its own."""
    application = f"benchmarks.{name}.app:create_app"
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", application, "--port", "{port}"),
        *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--no-server-header"),
        *("--log-level", "warning"),
    ]
    return Start(name, command, on(url))


def on(url: URL) -> dict[str, str]:
    """Where the data are, and how many connections may be opened: as many as Kortisto's."""
    pool_size = read_settings(AppSettings, SETTINGS).pool_size
    return {"DATABASE_URL": plain(url), "POOL_SIZE": str(pool_size)}
