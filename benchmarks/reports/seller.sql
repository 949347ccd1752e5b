SELECT json_build_object('data', json_build_object('pipeline', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT json_build_object('code', code) AS stage, currency, count,
        amount::text AS amount, weighted::text AS weighted
    FROM (
        SELECT stage_id AS key, currency, count(*) AS count,
            coalesce(sum(amount), 0)::numeric(20, 2) AS amount,
            coalesce(
                sum(round(amount * coalesce(manual_probability, stage.probability) / 100, 2)), 0
            )::numeric(20, 2) AS weighted
        FROM opportunity
        JOIN opportunity_stage AS stage ON stage.id = stage_id
        WHERE opportunity.archived_at IS NULL AND kind = 'OPEN'
            AND (
                owner_id = (SELECT id FROM employee WHERE email = 'seller@kortisto.example')
                OR customer_id IN (
                    SELECT id FROM customer
                    WHERE owner_id = (
                        SELECT id FROM employee WHERE email = 'seller@kortisto.example'
                    )
                )
            )
        GROUP BY 1, 2
    ) AS sums
    LEFT JOIN opportunity_stage ON opportunity_stage.id = key
    ORDER BY position, code, key, currency
) AS report
)))::text
