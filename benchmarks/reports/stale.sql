SELECT json_build_object('data', json_build_object('staleOpportunities', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT day AS "changedOn",
        json_build_object('id', 'opportunity_' || opportunity.id, 'name', name) AS opportunity
    FROM opportunity
    JOIN (
        SELECT opportunity_id, max(day) AS day FROM opportunity_change GROUP BY opportunity_id
    ) AS change ON opportunity_id = opportunity.id AND day < '2025-12-01'
    WHERE opportunity.archived_at IS NULL
        AND stage_id IN (SELECT id FROM opportunity_stage WHERE kind = 'OPEN')
    ORDER BY day, opportunity.id
    LIMIT 500
) AS report
)))::text
