WITH district AS MATERIALIZED (SELECT id, code FROM keyword WHERE code = 'SOUTH'),
page AS MATERIALIZED (
    SELECT id, number, name, status, billing_city, owner_id, district_id, name_sort
    FROM customer
    WHERE archived_at IS NULL AND status = 'ACTIVE'
        AND district_id = ANY (SELECT id FROM district)
    ORDER BY name_sort, id
    LIMIT 51
)
SELECT json_build_object('data', json_build_object('customers', json_build_object(
    'totalCount', (
        SELECT count(*) FROM customer
        WHERE archived_at IS NULL AND status = 'ACTIVE'
            AND district_id = ANY (SELECT id FROM district)
    ),
    'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > 50 FROM page)),
    'nodes', (
        SELECT coalesce(json_agg(customer), '[]')
        FROM (
            SELECT 'customer_' || page.id AS id, number, name, status,
                billing_city AS "billingCity",
                (
                    SELECT row_to_json(owner)
                    FROM (
                        SELECT employee.name, email,
                            (SELECT row_to_json(team) FROM (
                                SELECT name FROM team WHERE id = team_id
                            ) AS team) AS team
                        FROM employee WHERE employee.id = owner_id
                    ) AS owner
                ) AS owner,
                (SELECT row_to_json(value) FROM (
                    SELECT code FROM district WHERE id = district_id
                ) AS value) AS district,
                (
                    SELECT json_build_object('totalCount', count(*))
                    FROM opportunity
                    JOIN opportunity_stage AS stage ON stage.id = stage_id
                    WHERE customer_id = page.id AND opportunity.archived_at IS NULL
                        AND kind = 'OPEN'
                ) AS opportunities
            FROM page
            ORDER BY name_sort, page.id
            LIMIT 50
        ) AS customer
    )
)))::text
