SELECT json_build_object('data', json_build_object('customer', (
SELECT row_to_json(card)
FROM (
    SELECT 'customer_' || customer.id AS id, number, name, status, business_id AS "businessId",
        phone, email, billing_city AS "billingCity", currency,
        annual_revenue::text AS "annualRevenue",
        (SELECT row_to_json(value) FROM (
            SELECT code FROM keyword WHERE id = industry_id
        ) AS value) AS industry,
        (SELECT row_to_json(value) FROM (
            SELECT code FROM keyword WHERE id = district_id
        ) AS value) AS district,
        (SELECT row_to_json(owner) FROM (
            SELECT employee.name, employee.email, (SELECT row_to_json(team) FROM (
                SELECT team.name, (SELECT row_to_json(lead) FROM (
                    SELECT lead.name FROM employee AS lead WHERE lead.id = lead_id
                ) AS lead) AS lead
                FROM team WHERE team.id = team_id
            ) AS team) AS team
            FROM employee WHERE employee.id = owner_id
        ) AS owner) AS owner,
        (SELECT row_to_json(parent) FROM (
            SELECT 'customer_' || parent.id AS id, parent.number, parent.name
            FROM customer AS parent WHERE parent.id = customer.parent_id
        ) AS parent) AS parent,
        (SELECT json_build_object('nodes', coalesce(json_agg(contact), '[]')) FROM (
            SELECT 'contact_' || contact.id AS id, contact.name, contact.email, mobile, title,
                is_primary AS "isPrimary"
            FROM contact
            WHERE customer_id = customer.id AND contact.archived_at IS NULL
            ORDER BY contact.name_sort, contact.id
            LIMIT 50
        ) AS contact) AS contacts,
        (SELECT json_build_object('nodes', coalesce(json_agg(opportunity), '[]')) FROM (
            SELECT 'opportunity_' || opportunity.id AS id, opportunity.name,
                amount::text AS amount, opportunity.currency,
                expected_close_on AS "expectedCloseOn",
                (SELECT row_to_json(stage) FROM (
                    SELECT stage.code, stage.kind, stage.probability
                ) AS stage) AS stage,
                (SELECT row_to_json(owner) FROM (
                    SELECT employee.name FROM employee WHERE employee.id = opportunity.owner_id
                ) AS owner) AS owner,
                (SELECT json_build_object('nodes', coalesce(json_agg(change), '[]')) FROM (
                    SELECT
                        to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
                        change.probability, change.amount::text AS amount,
                        old_amount::text AS "oldAmount"
                    FROM opportunity_change AS change
                    WHERE change.opportunity_id = opportunity.id
                    ORDER BY change.day DESC, change.id DESC
                    LIMIT 50
                ) AS change) AS history
            FROM opportunity
            JOIN opportunity_stage AS stage ON stage.id = stage_id
            WHERE customer_id = customer.id AND opportunity.archived_at IS NULL
            ORDER BY opportunity.name_sort, opportunity.id
            LIMIT 50
        ) AS opportunity) AS opportunities,
        (SELECT coalesce(json_agg(total), '[]') FROM (
            SELECT stage.kind, opportunity.currency, count(*) AS count,
                coalesce(sum(amount), 0)::numeric(20, 2)::text AS amount
            FROM opportunity
            JOIN opportunity_stage AS stage ON stage.id = stage_id
            WHERE customer_id = customer.id AND opportunity.archived_at IS NULL
            GROUP BY opportunity.currency, stage.kind
            ORDER BY opportunity.currency, stage.kind
        ) AS total) AS "opportunityTotals",
        (SELECT coalesce(json_agg(cell), '[]') FROM (
            SELECT month, amount::text AS amount, cell.currency,
                (SELECT row_to_json(area) FROM (SELECT area.name) AS area) AS "offeringArea"
            FROM bench_money_cell AS cell
            JOIN product_basket AS area ON area.id = offering_area_id
            WHERE customer_id = customer.id
            ORDER BY month, cell.id
        ) AS cell) AS "moneyCells"
    FROM customer
    WHERE customer.id = $1
) AS card
)))::text
