"""A click at a cell of the matrix, carried out by PostgreSQL."""

from alembic import op

revision = "groups_0002"
down_revision = "groups_0001"

# Does the same as `CustomerCell` in Python, with a customer whose row is locked already, and tells
# what the cell holds then. Null, and nothing is done, where it is not as expected, or Python must.
CLICK = """
CREATE FUNCTION click_responsibility(
    customer bigint, employee bigint, today date, expected boolean, actor bigint, came_via text
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    before responsibility;
    after responsibility;
    roles bigint[];
    held boolean;
    old jsonb;
    new jsonb;
BEGIN
    SELECT r.* INTO before FROM responsibility AS r
    WHERE r.customer_id = customer AND r.employee_id = employee
    FOR UPDATE;
    roles := ARRAY(
        SELECT p.role_id FROM responsibility_role AS p
        WHERE p.responsibility_id = before.id ORDER BY p.role_id
    );
    held := before.id IS NOT NULL AND coalesce(before.valid_from <= today, true)
        AND coalesce(before.valid_to >= today, true);
    IF held <> expected OR before.valid_to < today - 1 AND cardinality(roles) > 0 THEN
        RETURN NULL;
    END IF;
    IF before.id IS NULL THEN
        INSERT INTO responsibility AS r (customer_id, employee_id, valid_from)
        VALUES (customer, employee, today)
        RETURNING r.* INTO after;
        new := jsonb_build_object(
            'customer_id', customer, 'employee_id', employee, 'valid_from', today
        );
    ELSIF held AND before.valid_from >= today THEN
        DELETE FROM responsibility AS r WHERE r.id = before.id;
        old := jsonb_strip_nulls(jsonb_build_object(
            'customer_id', customer, 'employee_id', employee,
            'valid_from', before.valid_from, 'valid_to', before.valid_to
        ));
    ELSE
        UPDATE responsibility AS r SET
            valid_from = CASE WHEN held OR r.valid_to = today - 1 THEN r.valid_from ELSE today END,
            valid_to = CASE WHEN held THEN today - 1 WHEN r.valid_to >= today THEN r.valid_to END,
            version = r.version + 1,
            updated_at = now()
        WHERE r.id = before.id
        RETURNING r.* INTO after;
        old := '{}';
        new := '{}';
        IF before.valid_from IS DISTINCT FROM after.valid_from THEN
            old := jsonb_build_object('valid_from', before.valid_from);
            new := jsonb_build_object('valid_from', after.valid_from);
        END IF;
        IF before.valid_to IS DISTINCT FROM after.valid_to THEN
            old := old || jsonb_build_object('valid_to', before.valid_to);
            new := new || jsonb_build_object('valid_to', after.valid_to);
        END IF;
    END IF;
    INSERT INTO change_log (
        actor_id, via, entity, record_id, customer_id, action, old, new
    ) VALUES (
        actor, came_via, 'Responsibility', coalesce(before.id, after.id), customer,
        CASE WHEN before.id IS NULL THEN 'CREATE' WHEN after.id IS NULL THEN 'DELETE'
            ELSE 'UPDATE' END,
        old, new
    );
    IF held THEN
        RETURN '{}';
    END IF;
    RETURN jsonb_build_object(
        'key', after.id, 'valid_from', after.valid_from, 'valid_to', after.valid_to,
        'role_ids', roles
    );
END
$$
"""


def upgrade() -> None:
    op.execute(CLICK)


def downgrade() -> None:
    op.execute("DROP FUNCTION click_responsibility(bigint, bigint, date, boolean, bigint, text)")
