-- The rows of a plan: each customer of its sales groups by each offering area, with an amount for
-- each month, null where nothing is planned; and the total.
SELECT json_build_object(
    'rows', json_agg(
        json_build_object(
            'customerId', 'customer_' || c.id,
            'offeringAreaId', 'product_basket_' || b.id,
            'version', coalesce(r.version, 0),
            'planned', json_build_array(
                cell.m1::text, cell.m2::text, cell.m3::text, cell.m4::text, cell.m5::text,
                cell.m6::text, cell.m7::text, cell.m8::text, cell.m9::text, cell.m10::text,
                cell.m11::text, cell.m12::text
            )
        )
        ORDER BY c.name_sort, c.id, b.name_sort, b.id
    ),
    'total', json_build_object('planned', sum(cell.total)::text)
)::text
FROM customer AS c
CROSS JOIN product_basket AS b
LEFT JOIN plan_row AS r
    ON r.plan_id = 1 AND r.customer_id = c.id AND r.offering_area_id = b.id
LEFT JOIN (
    SELECT
        row_id,
        sum(amount) AS total,
        max(amount) FILTER (WHERE month = '2026-01-01') AS m1,
        max(amount) FILTER (WHERE month = '2026-02-01') AS m2,
        max(amount) FILTER (WHERE month = '2026-03-01') AS m3,
        max(amount) FILTER (WHERE month = '2026-04-01') AS m4,
        max(amount) FILTER (WHERE month = '2026-05-01') AS m5,
        max(amount) FILTER (WHERE month = '2026-06-01') AS m6,
        max(amount) FILTER (WHERE month = '2026-07-01') AS m7,
        max(amount) FILTER (WHERE month = '2026-08-01') AS m8,
        max(amount) FILTER (WHERE month = '2026-09-01') AS m9,
        max(amount) FILTER (WHERE month = '2026-10-01') AS m10,
        max(amount) FILTER (WHERE month = '2026-11-01') AS m11,
        max(amount) FILTER (WHERE month = '2026-12-01') AS m12
    FROM plan_cell
    WHERE plan_id = 1
    GROUP BY row_id
) AS cell ON cell.row_id = r.id
WHERE b.type = 'WALLET_SHARE' AND b.active AND b.archived_at IS NULL AND c.archived_at IS NULL
    AND c.owner_id IN (
        SELECT e.id
        FROM employee AS e JOIN plan_group AS g ON g.team_id = e.team_id
        WHERE g.plan_id = 1
    )
