-- What PostGraphile may read, and the totals as a view: it has no field that adds up related rows.
CREATE SCHEMA IF NOT EXISTS postgraphile;
CREATE OR REPLACE VIEW postgraphile.opportunity_total AS
SELECT
    opportunity.customer_id,
    opportunity.currency,
    stage.kind,
    count(*)::int AS count,
    coalesce(sum(opportunity.amount), 0)::numeric(20, 2) AS amount
FROM public.opportunity
JOIN public.opportunity_stage AS stage ON stage.id = opportunity.stage_id
WHERE opportunity.archived_at IS NULL AND opportunity.customer_id IS NOT NULL
GROUP BY opportunity.customer_id, opportunity.currency, stage.kind;
COMMENT ON VIEW postgraphile.opportunity_total IS
    E'@primaryKey customer_id,currency,kind\n@foreignKey (customer_id) references public.customer (id)';
GRANT USAGE ON SCHEMA postgraphile TO bench_reader;
GRANT SELECT ON
    customer, contact, employee, team, keyword, product_basket, opportunity, opportunity_stage,
    bench_money_cell, opportunity_change, postgraphile.opportunity_total
TO bench_reader;
-- PostGraphile calls every "id" rowId, and gives up where a column has that name already.
COMMENT ON COLUMN plan_cell.row_id IS E'@name planRowId';
