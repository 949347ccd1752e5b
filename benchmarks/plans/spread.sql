-- A total spread evenly over all rows and months of a plan, left-over cents to the first, with an
-- entry of the change log for each row, as all writes have.
WITH places AS MATERIALIZED (
    SELECT
        r.id, r.customer_id, r.offering_area_id, r.version, make_date(2026, m, 1) AS month,
        row_number() OVER (ORDER BY r.id, m) AS place, count(*) OVER () AS count
    FROM plan_row AS r CROSS JOIN generate_series(1, 12) AS m
    WHERE r.plan_id = 2
), parts AS MATERIALIZED (
    SELECT
        id, customer_id, offering_area_id, version, month,
        round(
            (div($1::numeric * 100, count) + (place <= mod($1::numeric * 100, count))::integer)
            / 100,
            2
        ) AS amount
    FROM places
), touched AS (
    UPDATE plan_row SET version = version + 1, planner_id = 1, planned_at = now() WHERE plan_id = 2
), logged AS (
    INSERT INTO change_log (actor_id, via, entity, record_id, customer_id, action, old, new)
    SELECT
        1, 'session', 'PlanRow', p.id, p.customer_id,
        CASE WHEN min(p.version) = 0 THEN 'CREATE' ELSE 'UPDATE' END,
        jsonb_object_agg(to_char(p.month, 'YYYY-MM'), c.amount::text),
        jsonb_object_agg(to_char(p.month, 'YYYY-MM'), p.amount::text)
    FROM parts AS p LEFT JOIN plan_cell AS c ON c.row_id = p.id AND c.month = p.month
    WHERE c.amount IS DISTINCT FROM p.amount
    GROUP BY p.id, p.customer_id
)
INSERT INTO plan_cell (
    row_id, month, plan_id, customer_id, offering_area_id, side, type, in_use, amount
)
SELECT id, month, 2, customer_id, offering_area_id, 'FORECAST', 'SALES_TARGET', true, amount
FROM parts
ON CONFLICT (row_id, month) DO UPDATE SET amount = excluded.amount
