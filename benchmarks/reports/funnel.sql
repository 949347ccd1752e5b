SELECT json_build_object('data', json_build_object('salesFunnel', (
SELECT coalesce(json_agg(report), '[]')
FROM (
    SELECT json_build_object('code', stage.code) AS stage, entered, advanced, lost,
        entered - advanced - lost - remaining AS returned, remaining,
        CASE stage.kind WHEN 'OPEN' THEN round(100.0 * advanced / entered, 2)::text END
            AS conversion,
        median::numeric(10, 1)::text AS "medianDays"
    FROM (
        SELECT stay.stage_id, count(*) AS entered,
            count(*) FILTER (WHERE stage.kind = 'OPEN' AND (
                following.kind = 'WON'
                OR following.kind = 'OPEN' AND following.position > stage.position
            )) AS advanced,
            count(*) FILTER (WHERE stage.kind = 'OPEN' AND following.kind = 'LOST') AS lost,
            count(*) FILTER (WHERE next_stage_id IS NULL) AS remaining,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY until - day)
                FILTER (WHERE until IS NOT NULL) AS median
        FROM (
            SELECT opportunity_id, stage_id, day,
                lead(day) OVER passing AS until, lead(stage_id) OVER passing AS next_stage_id
            FROM opportunity_change
            WHERE old_stage_id IS DISTINCT FROM stage_id
            WINDOW passing AS (PARTITION BY opportunity_id ORDER BY day, id)
        ) AS stay
        JOIN opportunity ON opportunity.id = opportunity_id AND archived_at IS NULL
        JOIN opportunity_stage AS stage ON stage.id = stay.stage_id
        LEFT JOIN opportunity_stage AS following ON following.id = next_stage_id
        WHERE day BETWEEN '2025-01-01' AND '2025-12-31'
        GROUP BY stay.stage_id
    ) AS sums
    JOIN opportunity_stage AS stage ON stage.id = stage_id
    ORDER BY stage.position, stage.code
) AS report
)))::text
