-- The rows of a plan by customer and offering area, with their twelve amounts, and the total.
SELECT json_build_object(
    'rows', json_agg(
        json_build_object(
            'customerId', 'customer_' || r.customer_id,
            'offeringAreaId', 'product_basket_' || r.offering_area_id,
            'version', r.version,
            'planned', r.amounts
        )
        ORDER BY c.name_sort, c.id, b.name_sort, b.id
    ),
    'total', sum(r.total)::text
)::text
FROM (
    SELECT
        plan_row.customer_id, plan_row.offering_area_id, plan_row.version,
        json_agg(cell.amount::text ORDER BY cell.month) AS amounts, sum(cell.amount) AS total
    FROM plan_row JOIN plan_cell AS cell ON cell.row_id = plan_row.id
    WHERE plan_row.plan_id = 1
    GROUP BY plan_row.id
) AS r
JOIN customer AS c ON c.id = r.customer_id
JOIN product_basket AS b ON b.id = r.offering_area_id
