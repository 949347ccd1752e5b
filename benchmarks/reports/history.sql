SELECT json_build_object('data', json_build_object('pipelineHistory', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT day, json_build_object('code', code) AS stage, currency, count,
        amount::text AS amount, weighted::text AS weighted
    FROM (
        SELECT day, snapshot.stage_id, snapshot.currency, count(*) AS count,
            coalesce(sum(snapshot.amount), 0)::numeric(20, 2) AS amount,
            coalesce(sum(round(snapshot.amount * probability / 100, 2)), 0)::numeric(20, 2)
                AS weighted
        FROM opportunity_snapshot AS snapshot
        WHERE day BETWEEN '2025-01-01' AND '2026-12-31'
            AND stage_id IN (SELECT id FROM opportunity_stage WHERE kind = 'OPEN')
        GROUP BY 1, 2, 3
    ) AS sums
    JOIN opportunity_stage AS stage ON stage.id = stage_id
    ORDER BY day, position, code, currency
    LIMIT 5000
) AS report
)))::text
