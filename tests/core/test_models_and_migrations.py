from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from core.migrating.write import tables_of
from core.models import Base
from tests.api import deployment_on


async def test_migrations_make_what_the_models_say(database_url: str) -> None:
    deployment = deployment_on(database_url)
    owned = {table for plugin in deployment.plugins for table in tables_of(plugin)}

    def is_owned(
        item: SchemaItem, name: str | None, kind: str, reflected: bool, other: SchemaItem | None
    ) -> bool:
        return kind != "table" or name in owned

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": is_owned})
        return list(compare_metadata(context, Base.metadata))

    async with deployment.database.reading() as connection:
        assert {"customer", "opportunity"} <= owned
        assert await connection.run_sync(compare) == []
    await deployment.close()
