-- Amounts of cells, given as JSON: customer, area, month, amount.
WITH given AS (
    SELECT * FROM json_to_recordset($1::json)
    AS g (customer bigint, area bigint, month date, amount numeric)
), touched AS (
    INSERT INTO plan_row (plan_id, customer_id, offering_area_id, version, planner_id)
    SELECT DISTINCT 2, customer, area, 1, 1 FROM given
    ON CONFLICT (plan_id, customer_id, offering_area_id)
    DO UPDATE SET version = plan_row.version + 1, planner_id = 1, planned_at = now()
    RETURNING id, customer_id, offering_area_id
)
INSERT INTO plan_cell (
    row_id, month, plan_id, customer_id, offering_area_id, side, type, in_use, amount
)
SELECT t.id, month, 2, customer, area, 'FORECAST', 'SALES_TARGET', true, amount
FROM given JOIN touched AS t ON t.customer_id = customer AND t.offering_area_id = area
ON CONFLICT (row_id, month) DO UPDATE SET amount = excluded.amount
