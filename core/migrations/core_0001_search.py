"""What search needs: trigrams, and texts folded to lower case without accents."""

from alembic import op
from sqlalchemy import text

revision = "core_0001"
down_revision = None

SCHEMA = text(
    "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace "
    "WHERE extname = 'unaccent'"
)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    # unaccent() is only STABLE since its dictionary could change; ours does not, and an index and
    # a generated column need IMMUTABLE. Names are qualified: it must not hang on search_path.
    schema = op.get_bind().scalar(SCHEMA)
    op.execute(
        "CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT "
        f"RETURN lower({schema}.unaccent('{schema}.unaccent'::regdictionary, $1))"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION fold(text)")
    op.execute("DROP EXTENSION unaccent")
    op.execute("DROP EXTENSION pg_trgm")
