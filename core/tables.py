"""The tables of the core's own domains, which share one history, that of the plugin `core`."""

from pathlib import Path

from core.hookspecs import hookimpl


@hookimpl
def register_migrations() -> Path:
    return Path(__file__).with_name("migrations")
