"""Schemas whose contents can be made again: dropped before the tables below them change."""

from sqlalchemy import Connection, text

DERIVED = "Derived by Kortisto: "
"""What the comment on such a schema begins with; after it stands what the schema was made from."""

SCHEMAS = """
    SELECT quote_ident(nspname) FROM pg_namespace
    WHERE starts_with(obj_description(oid, 'pg_namespace'), :mark)
"""


def drop_derived(connection: Connection) -> None:
    """Drop them: views would keep columns from being changed. Who needs one makes it again."""
    for schema in connection.scalars(text(SCHEMAS), {"mark": DERIVED}).all():
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
