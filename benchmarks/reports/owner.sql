SELECT json_build_object('data', json_build_object('pipeline', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT CASE WHEN key IS NOT NULL THEN json_build_object('name', name) END AS owner, currency, count,
        amount::text AS amount, weighted::text AS weighted
    FROM (
        SELECT owner_id AS key, currency, count(*) AS count,
            coalesce(sum(amount), 0)::numeric(20, 2) AS amount,
            coalesce(
                sum(round(amount * coalesce(manual_probability, stage.probability) / 100, 2)), 0
            )::numeric(20, 2) AS weighted
        FROM opportunity
        JOIN opportunity_stage AS stage ON stage.id = stage_id
        WHERE opportunity.archived_at IS NULL AND kind = 'OPEN'
        GROUP BY 1, 2
    ) AS sums
    LEFT JOIN employee ON employee.id = key
    ORDER BY name_sort, key, currency
) AS report
)))::text
