"""The tables of the core and of every plugin of this repository."""

from core.database import connect
from core.migrating import migrate
from core.plugins import discover, load_plugins


async def migrate_everything(url: str) -> None:
    """Run all migrations on an empty database."""
    sources = discover()
    database = connect(url, pool_size=1)
    try:
        await migrate(database, load_plugins(sources, sources))
    finally:
        await database.close()
