"""How Alembic runs the revisions of one plugin, on the connection that it was given."""

from alembic import context

from core.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=Base.metadata,
    include_object=context.config.attributes.get("include_object"),
    process_revision_directives=context.config.attributes.get("process_revision_directives"),
)
with context.begin_transaction():
    context.run_migrations()
