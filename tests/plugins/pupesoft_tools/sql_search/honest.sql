--# Lists
SELECT * FROM customer ORDER BY id
--
SELECT number, name FROM customer ORDER BY name_sort
--
SELECT c.name, c.billing_city AS town FROM customer AS c WHERE c.archived_at IS NULL ORDER BY 1
--
SELECT DISTINCT currency FROM customer ORDER BY currency
--
SELECT name FROM customer WHERE name ILIKE '%ö%' OR name LIKE 'Å%' ORDER BY name
--
SELECT name FROM customer WHERE id IN (1, 2, 3) AND NOT prospect
--
SELECT name FROM customer WHERE created_at BETWEEN '1960-01-01' AND '2100-01-01' ORDER BY id
--
SELECT name FROM customer WHERE annual_revenue IS NULL OR annual_revenue > 1000.50 ORDER BY id
--
SELECT "name" AS "Asiakkaan nimi", "number" "Nro" FROM "customer" ORDER BY "Asiakkaan nimi"
--
SELECT id, 'customer_' || id AS global_id FROM customer ORDER BY id LIMIT 1 OFFSET 1
--
SELECT name FROM customer ORDER BY id DESC NULLS LAST FETCH FIRST 1 ROWS ONLY
--
SELECT first_name, last_name FROM contact WHERE last_name ~ '^M' ORDER BY id;
--
SELECT name, coalesce(business_id, '-') FROM customer ORDER BY id
--
SELECT name, CASE WHEN prospect THEN 'prospekti' WHEN archived_at IS NOT NULL THEN 'arkisto' ELSE 'asiakas' END AS tila FROM customer ORDER BY id
--
SELECT upper(left(name, 3)), length(name), replace(name, 'Oy', 'AB'), split_part(name, ' ', 1) FROM customer ORDER BY id
--
SELECT name -- the name
FROM customer /* all of mine */ ORDER BY id
--
SELECT name FROM customer WHERE name = 'O''Brien; DROP TABLE customer' OR number = '1'
--
TABLE stage
--# Joins
SELECT c.name, o.name, o.amount FROM customer c JOIN opportunity o ON o.customer_id = c.id ORDER BY o.id
--
SELECT c.name, count(o.id) FROM customer c LEFT JOIN opportunity o ON o.customer_id = c.id GROUP BY c.name ORDER BY c.name
--
SELECT o.name, s.code, e.name AS owner FROM opportunity o JOIN stage s ON s.id = o.stage_id LEFT JOIN employee e ON e.id = o.owner_id ORDER BY o.id
--
SELECT c.name, k.code FROM customer c JOIN customer_segments cs ON cs.customer_id = c.id JOIN keyword k ON k.id = cs.keyword_id ORDER BY c.id
--
SELECT c.name FROM customer c WHERE EXISTS (SELECT 1 FROM opportunity o WHERE o.customer_id = c.id AND o.amount > 10) ORDER BY c.id
--
SELECT c.name FROM customer c WHERE NOT EXISTS (SELECT FROM project p WHERE p.customer_id = c.id)
--
SELECT name FROM customer WHERE id IN (SELECT customer_id FROM contact) ORDER BY id
--
SELECT c.name, x.best FROM customer c CROSS JOIN LATERAL (SELECT max(amount) AS best FROM opportunity o WHERE o.customer_id = c.id) x ORDER BY c.id
--
SELECT a.name, b.name FROM customer a JOIN customer b ON b.parent_id = a.id
--
SELECT id, name FROM customer JOIN (SELECT customer_id AS id, count(*) AS n FROM contact GROUP BY customer_id) t USING (id) ORDER BY id
--
SELECT c.* FROM customer c, project p WHERE p.customer_id = c.id AND p.manager_id = c.owner_id ORDER BY p.id
--# Sums
SELECT count(*), sum(amount), avg(amount)::numeric(14, 2), min(amount), max(amount) FROM opportunity
--
SELECT stage_id, sum(amount) AS total FROM opportunity GROUP BY stage_id HAVING sum(amount) > 0 ORDER BY total DESC
--
SELECT currency, count(*) FILTER (WHERE amount > 100) AS large, count(DISTINCT customer_id) FROM opportunity GROUP BY 1
--
SELECT string_agg(name, ', ' ORDER BY name) FROM customer
--
SELECT array_agg(number ORDER BY number) FROM customer
--
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM opportunity
--
SELECT owner_id, stage_id, count(*) FROM opportunity GROUP BY ROLLUP (owner_id, stage_id) ORDER BY 1, 2
--
SELECT grouping(currency), currency, count(*) FROM opportunity GROUP BY GROUPING SETS ((currency), ()) ORDER BY 1
--
SELECT round(100.0 * count(*) FILTER (WHERE probability = 100) / nullif(count(*), 0), 1) AS won_percent FROM opportunity
--
SELECT owner_id, count(*) FROM opportunity GROUP BY owner_id ORDER BY count DESC, owner_id
--# Windows
SELECT name, amount, rank() OVER (PARTITION BY stage_id ORDER BY amount DESC) FROM opportunity ORDER BY id
--
SELECT id, amount, sum(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM opportunity ORDER BY id
--
SELECT id, amount - lag(amount, 1) OVER w AS more FROM opportunity WINDOW w AS (ORDER BY id) ORDER BY id
--
SELECT DISTINCT ON (customer_id) customer_id, name FROM opportunity ORDER BY customer_id, amount DESC NULLS LAST, id
--
SELECT id, ntile(2) OVER (ORDER BY id), first_value(name) OVER (ORDER BY id) FROM opportunity ORDER BY id
--# Common tables
WITH big AS (SELECT * FROM opportunity WHERE amount > 10) SELECT big.name FROM big ORDER BY big.id
--
WITH per AS (SELECT customer_id, sum(amount) AS total FROM opportunity GROUP BY customer_id), best AS (SELECT max(total) AS m FROM per) SELECT c.name FROM per JOIN best ON best.m = per.total JOIN customer c ON c.id = per.customer_id
--
WITH RECURSIVE above(id, parent_id, depth) AS (SELECT id, parent_id, 0 FROM customer UNION ALL SELECT c.id, c.parent_id, depth + 1 FROM customer c JOIN above ON above.parent_id = c.id) SELECT id, max(depth) FROM above GROUP BY id ORDER BY id
--
WITH months(m) AS (SELECT generate_series('2026-01-01'::date, '2026-06-01'::date, interval '1 month')::date) SELECT m, (SELECT count(*) FROM opportunity o WHERE date_trunc('month', o.created_at)::date = m) FROM months ORDER BY m
--
WITH customer AS (SELECT 1 AS one) SELECT one FROM customer
--
SELECT t.total FROM (SELECT sum(amount) AS total FROM (SELECT amount FROM opportunity WHERE amount IS NOT NULL) a) t
--# Days
SELECT extract(year FROM created_at), date_part('month', created_at), to_char(created_at, 'YYYY-MM "klo" HH24') FROM customer WHERE id = 6
--
SELECT current_date - 30 < current_date, date '2026-01-31' + interval '1 month', age(timestamp '2026-03-01', timestamp '2026-01-01')
--
SELECT to_char(annual_revenue, 'FM999G999D00'), to_date('31.1.2026', 'DD.MM.YYYY') FROM customer WHERE annual_revenue IS NOT NULL
--
SELECT created_at AT TIME ZONE 'Europe/Zagreb' FROM customer WHERE id = 6
--# More
SELECT name FROM customer UNION SELECT name FROM opportunity EXCEPT SELECT 'x' ORDER BY 1
--
SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v(n, t) WHERE t IS DISTINCT FROM 'a'
--
SELECT labels ->> 'fi', labels -> 'en' FROM keyword ORDER BY id
--
SELECT visible_because @> ARRAY['OWNER'], 'OWNER' = ANY(visible_because), cardinality(visible_because) FROM customer ORDER BY id
--
SELECT u.x, u.n FROM unnest(ARRAY['b', 'a']) WITH ORDINALITY AS u(x, n) ORDER BY u.x
--
SELECT 7 / 2, 7 % 4, mod(-7, 4), 2 ^ 10, -7 / 2.0, abs(-1), 1e3, .5, greatest(1, 2, NULL), (1 + 2) * 3 - -4
--
SELECT 'it''s', '100%_\', 'a\nb', position('b' IN 'abc'), substring('abcdef' FROM 2 FOR 3), trim(BOTH 'x' FROM 'xxaxx'), overlay('abcd' PLACING 'X' FROM 2 FOR 1)
--
SELECT TRUE AND NULL IS NULL, NOT (1 = 2 OR 3 <> 3), (1, 2) = (1, 2), 1 BETWEEN 0 AND 2, 'x' NOT LIKE 'y%', 2 IN (SELECT 2)
