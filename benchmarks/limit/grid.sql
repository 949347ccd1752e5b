SELECT json_build_object('data', json_build_object(
    'customers', json_build_object('nodes', (
        SELECT coalesce(json_agg(customer), '[]')
        FROM (
            SELECT number, name, (
                SELECT coalesce(json_agg(cell), '[]')
                FROM (
                    SELECT month, amount::text AS amount
                    FROM bench_money_cell
                    WHERE customer_id = customer.id
                    ORDER BY month, id
                ) AS cell
            ) AS "moneyCells"
            FROM customer
            WHERE archived_at IS NULL AND NOT prospect
            ORDER BY name_sort, id
            LIMIT 500
        ) AS customer
    )),
    'prospects', json_build_object('nodes', (
        SELECT coalesce(json_agg(customer), '[]')
        FROM (
            SELECT number, name, (
                SELECT coalesce(json_agg(cell), '[]')
                FROM (
                    SELECT month, amount::text AS amount
                    FROM bench_money_cell
                    WHERE customer_id = customer.id
                    ORDER BY month, id
                ) AS cell
            ) AS "moneyCells"
            FROM customer
            WHERE archived_at IS NULL AND prospect
            ORDER BY name_sort, id
            LIMIT 500
        ) AS customer
    ))
))::text
