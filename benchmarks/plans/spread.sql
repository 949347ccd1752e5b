-- A total spread evenly over all rows and months of a plan, left-over cents to the first.
WITH places AS (
    SELECT
        r.id, r.customer_id, r.offering_area_id, make_date(2026, m, 1) AS month,
        row_number() OVER (ORDER BY r.id, m) AS place, count(*) OVER () AS count
    FROM plan_row AS r CROSS JOIN generate_series(1, 12) AS m
    WHERE r.plan_id = 2
), touched AS (
    UPDATE plan_row SET version = version + 1, planner_id = 1, planned_at = now() WHERE plan_id = 2
)
INSERT INTO plan_cell (
    row_id, month, plan_id, customer_id, offering_area_id, side, type, in_use, amount
)
SELECT
    id, month, 2, customer_id, offering_area_id, 'FORECAST', 'SALES_TARGET', true,
    (div($1::numeric * 100, count) + (place <= mod($1::numeric * 100, count))::integer) / 100
FROM places
ON CONFLICT (row_id, month) DO UPDATE SET amount = excluded.amount
