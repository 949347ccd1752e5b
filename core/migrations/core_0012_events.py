"""Notifications of what is written, for those who follow it in any process."""

from alembic import op

revision = "core_0012"
down_revision = "core_0011"

# 50 rows in a notification, which holds less than 8,000 bytes
CHANGES = """
CREATE FUNCTION notify_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text;
BEGIN
    IF EXISTS (SELECT FROM written OFFSET 50) THEN
        SELECT json_agg(json_build_array(entity)) INTO told
        FROM (SELECT DISTINCT entity FROM written) AS entities;
    ELSE
        SELECT json_agg(json_build_array(entity, record_id, customer_id, action) ORDER BY id)
        INTO told FROM written;
    END IF;
    IF told IS NOT NULL THEN
        PERFORM pg_notify('kortisto_events', told);
    END IF;
    RETURN NULL;
END
$$
"""

NOTIFICATIONS = """
CREATE FUNCTION notify_notifications() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT json_agg(
            json_build_array('Notification', key, NULL, action, employee_id)
        ) AS told
        FROM (
            SELECT employee_id, row_number() OVER (ORDER BY employee_id) AS place,
                CASE WHEN count(*) = 1 THEN min(id) END AS key,
                CASE TG_OP WHEN 'INSERT' THEN 'CREATE' ELSE TG_OP END AS action
            FROM written GROUP BY employee_id
        ) AS people
        GROUP BY (place - 1) / 50
    LOOP
        PERFORM pg_notify('kortisto_events', part.told::text);
    END LOOP;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.execute(CHANGES)
    op.execute(NOTIFICATIONS)
    _follow("change_log", "INSERT", "notify_changes")
    _follow("notification", "INSERT", "notify_notifications")
    _follow("notification", "UPDATE", "notify_notifications")


def _follow(table: str, event: str, function: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_notify_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    for table, event in (
        ("change_log", "INSERT"),
        ("notification", "INSERT"),
        ("notification", "UPDATE"),
    ):
        op.execute(f"DROP TRIGGER {table}_notify_{event.lower()} ON {table}")
    op.execute("DROP FUNCTION notify_notifications()")
    op.execute("DROP FUNCTION notify_changes()")
