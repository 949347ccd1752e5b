SELECT json_build_object('data', json_build_object('pipeline', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT
        CASE WHEN key IS NOT NULL THEN json_build_object('list', list, 'code', code) END
            AS segment,
        currency, count, amount::text AS amount, weighted::text AS weighted
    FROM (
        SELECT keyword_id AS key, currency, count(*) AS count,
            coalesce(sum(amount), 0)::numeric(20, 2) AS amount,
            coalesce(
                sum(round(amount * coalesce(manual_probability, stage.probability) / 100, 2)), 0
            )::numeric(20, 2) AS weighted
        FROM opportunity
        JOIN opportunity_stage AS stage ON stage.id = stage_id
        LEFT JOIN opportunity_segment AS pair ON pair.opportunity_id = opportunity.id
        WHERE opportunity.archived_at IS NULL AND kind = 'OPEN'
        GROUP BY 1, 2
    ) AS sums
    LEFT JOIN keyword ON keyword.id = key
    ORDER BY list, position, code, key, currency
) AS report
)))::text
