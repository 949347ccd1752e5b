-- 1,000 customers of one team and 4 offering areas, with a target and an empty forecast of 2026.
INSERT INTO team (id, name, name_sort) VALUES (1, 'Team', 'team');
INSERT INTO employee (id, email, first_name, last_name, name_sort, team_id)
VALUES (1, 'bench@example.com', 'Anna', 'Admin', 'admin', 1);
INSERT INTO customer (id, number, name, name_sort, owner_id)
SELECT n, n::text, 'Customer ' || n, 'customer ' || lpad(n::text, 6, '0'), 1
FROM generate_series(1, 1000) AS n;
INSERT INTO product_basket (id, name, name_sort, type)
SELECT n, 'Area ' || n, 'area ' || n, 'WALLET_SHARE' FROM generate_series(1, 4) AS n;
INSERT INTO plan (id, name, name_sort, side, year)
VALUES (1, 'Target', 'target', 'TARGET', 2026), (2, 'Forecast', 'forecast', 'FORECAST', 2026);
INSERT INTO plan_group (plan_id, team_id) VALUES (1, 1), (2, 1);
INSERT INTO plan_row (plan_id, customer_id, offering_area_id, version)
SELECT plan.id, customer.id, basket.id, 1
FROM plan CROSS JOIN customer CROSS JOIN product_basket AS basket;
INSERT INTO plan_cell (
    row_id, month, plan_id, customer_id, offering_area_id, side, type, in_use, amount
)
SELECT
    r.id, make_date(2026, m, 1), r.plan_id, r.customer_id, r.offering_area_id, p.side, p.type,
    true, (r.id * m) % 100000 / 100.0
FROM plan_row AS r JOIN plan AS p ON p.id = r.plan_id CROSS JOIN generate_series(1, 12) AS m;
