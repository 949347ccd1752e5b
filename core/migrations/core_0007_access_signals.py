"""Notifications of changes to what employees may do and how they come in."""

from alembic import op

revision = "core_0007"
down_revision = "core_0006"

CHANGES = {
    "api_token": "UPDATE OF scopes, expires_at, revoked_at OR DELETE",
    "sign_in_session": "UPDATE OR DELETE",
    "employee": "UPDATE OF active, archived_at, email OR DELETE",
    "employee_role": "INSERT OR UPDATE OR DELETE",
    "role": "UPDATE OF permissions, archived_at OR DELETE",
}


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION notify_access() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('kortisto_access', '');
            RETURN NULL;
        END
        $$
        """
    )
    for table, events in CHANGES.items():
        op.execute(
            f"CREATE TRIGGER {table}_notify_access AFTER {events} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION notify_access()"
        )


def downgrade() -> None:
    for table in CHANGES:
        op.execute(f"DROP TRIGGER {table}_notify_access ON {table}")
    op.execute("DROP FUNCTION notify_access()")
