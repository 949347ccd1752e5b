SELECT json_build_object('data', json_build_object('winRate', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT CASE WHEN owner_id IS NOT NULL THEN json_build_object('name', name) END AS owner,
        won, decided - won AS lost, round(100.0 * won / decided, 2)::text AS rate
    FROM (
        SELECT owner_id, count(*) AS decided, count(*) FILTER (WHERE kind = 'WON') AS won
        FROM opportunity
        JOIN opportunity_stage AS stage ON stage.id = stage_id
        WHERE opportunity.archived_at IS NULL AND kind <> 'OPEN'
            AND closed_on BETWEEN '2025-01-01' AND '2025-12-31'
        GROUP BY owner_id
    ) AS sums
    LEFT JOIN employee ON employee.id = owner_id
    ORDER BY name_sort, owner_id
) AS report
)))::text
