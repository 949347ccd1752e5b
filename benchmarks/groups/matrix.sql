-- The first 100 customers of a group by name, each with those sellers who are responsible today.
SELECT json_build_object('data', json_build_object('responsibilityMatrix', (
    SELECT json_agg(json_build_object(
        'customer', json_build_object('id', 'customer_' || page.id, 'name', page.name),
        'cells', coalesce(cell.found, '[]')
    ) ORDER BY page.name_sort, page.id)
    FROM (
        SELECT c.id, c.name, c.name_sort
        FROM customer AS c
        JOIN customer_group_member AS m ON m.customer_id = c.id AND m.group_id = 3
        WHERE c.archived_at IS NULL
        ORDER BY c.name_sort, c.id
        LIMIT 100
    ) AS page
    LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object(
            'employee', json_build_object('id', 'employee_' || r.employee_id),
            'validFrom', r.valid_from, 'validTo', r.valid_to,
            'roles', coalesce(role.found, '[]')
        ) ORDER BY r.id) AS found
        FROM responsibility AS r
        JOIN employee AS e ON e.id = r.employee_id AND e.is_seller
        LEFT JOIN LATERAL (
            SELECT json_agg(json_build_object('id', 'keyword_' || k.id) ORDER BY k.position, k.code)
                AS found
            FROM responsibility_role AS p JOIN keyword AS k ON k.id = p.role_id
            WHERE p.responsibility_id = r.id AND k.archived_at IS NULL
        ) AS role ON true
        WHERE r.customer_id = page.id
            AND (r.valid_from IS NULL OR r.valid_from <= current_date)
            AND (r.valid_to IS NULL OR r.valid_to >= current_date)
    ) AS cell ON true
)))::text
