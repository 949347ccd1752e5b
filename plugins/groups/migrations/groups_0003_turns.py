"""Clicks at cells of the matrix, carried out by PostgreSQL many at a time."""

from alembic import op

from plugins.groups.migrations import groups_0002_clicks

revision = "groups_0003"
down_revision = "groups_0002"

# Does the same as `CustomerCell` in Python for the clicks at `places` of the lists, with customers
# whose rows are locked already, and tells what each cell holds then. Null, and nothing is done,
# where it is not as expected, or Python must. The log is written at once, so that its trigger
# notifies once.
CLICKS = """
CREATE FUNCTION click_responsibilities(
    places bigint[], customers bigint[], employees bigint[], expected boolean[], actors bigint[],
    vias text[], today date
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
    before record;
    after responsibility;
    held boolean;
    old jsonb;
    new jsonb;
    done bigint[] := '{}';
    records bigint[] := '{}';
    actions text[] := '{}';
    olds jsonb[] := '{}';
    news jsonb[] := '{}';
    answers jsonb[] := array_fill(NULL::jsonb, ARRAY[cardinality(customers)]);
BEGIN
    FOREACH place IN ARRAY places LOOP
        SELECT r.id, r.valid_from, r.valid_to, ARRAY(
            SELECT p.role_id FROM responsibility_role AS p
            WHERE p.responsibility_id = r.id ORDER BY p.role_id
        ) AS roles INTO before
        FROM responsibility AS r
        WHERE r.customer_id = customers[place] AND r.employee_id = employees[place]
        FOR UPDATE OF r;
        held := before.id IS NOT NULL AND coalesce(before.valid_from <= today, true)
            AND coalesce(before.valid_to >= today, true);
        CONTINUE WHEN held <> expected[place]
            OR before.valid_to < today - 1 AND cardinality(before.roles) > 0;
        old := NULL;
        new := NULL;
        IF before.id IS NULL THEN
            INSERT INTO responsibility AS r (customer_id, employee_id, valid_from)
            VALUES (customers[place], employees[place], today)
            RETURNING r.* INTO after;
            new := jsonb_build_object(
                'customer_id', customers[place], 'employee_id', employees[place],
                'valid_from', today
            );
            actions := array_append(actions, 'CREATE');
        ELSIF held AND before.valid_from >= today THEN
            DELETE FROM responsibility AS r WHERE r.id = before.id;
            old := jsonb_strip_nulls(jsonb_build_object(
                'customer_id', customers[place], 'employee_id', employees[place],
                'valid_from', before.valid_from, 'valid_to', before.valid_to
            ));
            actions := array_append(actions, 'DELETE');
        ELSE
            UPDATE responsibility AS r SET
                valid_from =
                    CASE WHEN held OR r.valid_to = today - 1 THEN r.valid_from ELSE today END,
                valid_to =
                    CASE WHEN held THEN today - 1 WHEN r.valid_to >= today THEN r.valid_to END,
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
            actions := array_append(actions, 'UPDATE');
        END IF;
        done := array_append(done, place);
        records := array_append(records, coalesce(before.id, after.id));
        olds := array_append(olds, old);
        news := array_append(news, new);
        answers[place] := CASE WHEN held THEN '{}' ELSE jsonb_build_object(
            'key', after.id, 'valid_from', after.valid_from, 'valid_to', after.valid_to,
            'role_ids', coalesce(before.roles, '{}')
        ) END;
    END LOOP;
    IF cardinality(done) > 0 THEN
        INSERT INTO change_log (
            actor_id, via, entity, record_id, customer_id, action, old, new
        )
        SELECT actors[d.place], vias[d.place], 'Responsibility', d.record, customers[d.place],
            d.action, d.old, d.new
        FROM unnest(done, records, actions, olds, news) AS d (place, record, action, old, new);
    END IF;
    RETURN to_jsonb(answers);
END
$$
"""


def upgrade() -> None:
    op.execute(CLICKS)
    groups_0002_clicks.downgrade()


def downgrade() -> None:
    groups_0002_clicks.upgrade()
    op.execute(
        "DROP FUNCTION click_responsibilities("
        "bigint[], bigint[], bigint[], boolean[], bigint[], text[], date)"
    )
