-- Amounts of cells, given as JSON (customer, area, month, amount), with an entry of the change log
-- for each row, as all writes have, and an answer for each row.
WITH given AS (
    SELECT * FROM json_to_recordset($1::json)
    AS g (customer bigint, area bigint, month date, amount numeric)
), touched AS (
    INSERT INTO plan_row (plan_id, customer_id, offering_area_id, version, planner_id)
    SELECT DISTINCT 2, customer, area, 1, 1 FROM given
    ON CONFLICT (plan_id, customer_id, offering_area_id)
    DO UPDATE SET version = plan_row.version + 1, planner_id = 1, planned_at = now()
    RETURNING id, customer_id, offering_area_id, version
), cell AS (
    SELECT
        t.id, t.customer_id, t.offering_area_id, t.version, g.month, g.amount,
        c.amount AS present
    FROM given AS g
    JOIN touched AS t ON t.customer_id = g.customer AND t.offering_area_id = g.area
    LEFT JOIN plan_cell AS c ON c.row_id = t.id AND c.month = g.month
), put AS (
    INSERT INTO plan_cell (
        row_id, month, plan_id, customer_id, offering_area_id, side, type, in_use, amount
    )
    SELECT
        id, month, 2, customer_id, offering_area_id, 'FORECAST', 'SALES_TARGET', true, amount
    FROM cell
    ON CONFLICT (row_id, month) DO UPDATE SET amount = excluded.amount
), logged AS (
    INSERT INTO change_log (actor_id, via, entity, record_id, customer_id, action, old, new)
    SELECT
        1, 'session', 'PlanRow', id, customer_id,
        CASE WHEN min(version) = 1 THEN 'CREATE' ELSE 'UPDATE' END,
        jsonb_object_agg(to_char(month, 'YYYY-MM'), present::text),
        jsonb_object_agg(to_char(month, 'YYYY-MM'), amount::text)
    FROM cell
    GROUP BY id, customer_id
    RETURNING record_id
)
SELECT json_agg(json_build_object('userErrors', '[]'::json))::text FROM logged
