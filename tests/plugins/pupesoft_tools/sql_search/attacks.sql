--# Rows of others
SELECT * FROM public.customer
--
SELECT name FROM public.customer WHERE owner_id <> 2
--
SELECT * FROM "public"."customer"
--
SELECT * FROM kortisto.public.customer
--
SELECT (SELECT name FROM public.customer ORDER BY id DESC LIMIT 1)
--
SELECT * FROM customer UNION SELECT * FROM public.customer
--
WITH c AS (SELECT * FROM public.customer) SELECT * FROM c
--
SELECT * FROM customer WHERE 1 = 1 OR owner_id IS NOT NULL OR true --
--
SELECT * FROM customer c, LATERAL (SELECT * FROM public.customer p WHERE p.id <> c.id) x
--
SELECT * FROM customer JOIN public.opportunity o ON o.customer_id = customer.id
--
SELECT count(*) FROM public.contact
--
SELECT EXISTS (SELECT 1 FROM public.customer WHERE name LIKE 'HIDDEN%')
--
TABLE public.customer
--
SELECT * FROM ONLY public.customer
--
SELECT * FROM public.customer TABLESAMPLE SYSTEM (100)
--
SELECT (c).name FROM public.customer AS c
--
SELECT row_to_json(c) FROM public.customer AS c
--
SELECT x.* FROM (VALUES (1)) AS v(a) CROSS JOIN public.customer AS x
--
SELECT CASE WHEN (SELECT max(id) FROM public.customer) > 0 THEN 1 END
--
SELECT 1 / (id - 2) FROM customer
--
SELECT name::int FROM customer
--
SELECT * FROM customer WHERE name::int = 1
--
SELECT * FROM customer WHERE 1 / (id - 2) = 0
--
SELECT * FROM customer WHERE to_number(name, '9') > 0
--
SELECT sum(length(name)) OVER () FROM customer
--
SELECT * FROM customer WHERE owner_id NOT IN (2) OR name ~ 'HIDDEN'
--
SELECT * FROM sql_search_2.customer
--
SELECT * FROM sql_search_1.customer
--
SELECT * FROM customer NATURAL JOIN public.customer
--# Hidden columns and passwords
SELECT password_hash FROM employee
--
SELECT email, password_hash FROM public.employee
--
SELECT e.password_hash FROM employee AS e
--
SELECT password_hash FROM "employee"
--
SELECT search_text FROM customer
--
SELECT company_key FROM customer
--
SELECT token_hash FROM api_token
--
SELECT * FROM public.api_token
--
SELECT id_hash FROM public.sign_in_session
--
SELECT password FROM public.sql_search_slot
--
SELECT * FROM public.sql_search_slot
--
SELECT * FROM public.sign_in_attempt
--
SELECT ctid, xmin, xmax, cmin, cmax, tableoid FROM customer
--
SELECT tableoid::regclass FROM customer
--
SELECT to_jsonb(e) ->> 'password_hash' FROM employee e
--
SELECT e::text FROM employee e
--
SELECT (e).password_hash FROM employee e
--
SELECT e.pg_typeof FROM employee e
--
SELECT c.row_to_json FROM public.customer c
--
SELECT key, value FROM employee e, jsonb_each_text(to_jsonb(e))
--
SELECT secret FROM public.lead_form
--
SELECT * FROM public.role
--
SELECT permissions FROM public.role
--
SELECT query_to_xml('SELECT * FROM public.employee', true, true, '')
--
SELECT table_to_xml('public.employee', true, true, '')
--
SELECT database_to_xml(true, true, '')
--
SELECT schema_to_xml('public', true, true, '')
--
SELECT cursor_to_xml('c', 1, true, true, '')
--
SELECT ts_stat('SELECT to_tsvector(name) FROM public.customer')
--
SELECT * FROM ts_stat('SELECT to_tsvector(password_hash) FROM public.employee')
--# Catalogues
SELECT rolname, rolpassword FROM pg_authid
--
SELECT * FROM pg_catalog.pg_shadow
--
SELECT usename, passwd FROM pg_user
--
SELECT * FROM pg_statistic
--
SELECT * FROM pg_stats WHERE tablename = 'customer'
--
SELECT most_common_vals FROM pg_catalog.pg_stats
--
SELECT stxdmcv FROM pg_statistic_ext_data
--
SELECT table_name, column_name FROM information_schema.columns
--
SELECT relname FROM pg_class
--
SELECT query FROM pg_stat_activity
--
SELECT pg_get_viewdef('customer'::regclass)
--
SELECT definition FROM pg_views
--
SELECT * FROM pg_hba_file_rules
--
SELECT * FROM pg_file_settings
--
SELECT * FROM pg_user_mappings
--
SELECT * FROM pg_largeobject
--
SELECT data FROM pg_largeobject
--
SELECT subconninfo FROM pg_subscription
--
SELECT * FROM pg_shadow, (WITH pg_shadow AS (SELECT 1) SELECT * FROM pg_shadow) x
--
WITH a AS (SELECT * FROM pg_shadow), pg_shadow AS (SELECT 1) SELECT * FROM a
--
WITH RECURSIVE a AS (SELECT * FROM pg_authid), pg_authid AS (SELECT 1) SELECT * FROM a
--
SELECT * FROM (WITH pg_authid AS (SELECT 1 AS x) SELECT x FROM pg_authid) a, pg_authid
--
SELECT pg_read_file('/etc/passwd')
--
SELECT pg_read_binary_file('postgresql.conf')
--
SELECT pg_ls_dir('.')
--
SELECT * FROM pg_ls_logdir()
--
SELECT pg_stat_file('postgresql.conf')
--
SELECT pg_current_logfile()
--
SELECT current_setting('data_directory')
--
SELECT current_setting('hba_file')
--
SHOW data_directory
--
SHOW ALL
--
SELECT inet_server_addr(), version(), current_user, session_user, current_database()
--
SELECT last_value FROM public.customer_id_seq
--
SELECT nextval('public.customer_id_seq')
--
SELECT setval('public.customer_id_seq', 1)
--
SELECT currval('public.customer_id_seq')
--# Settings and roles
SELECT set_config('role', 'postgres', false)
--
SELECT set_config('session_authorization', 'postgres', false)
--
SELECT set_config('search_path', 'public', false), name FROM customer
--
SELECT set_config('transaction_read_only', 'off', true), query_to_xml('DELETE FROM public.customer', true, true, '')
--
SELECT set_config('statement_timeout', '0', false), pg_sleep(60)
--
SELECT set_config('role', 'postgres', true), query_to_xml('SELECT * FROM public.customer', true, true, '')
--
SELECT pg_catalog.set_config('row_security', 'off', false)
--
SET ROLE postgres
--
RESET ROLE
--
SET SESSION AUTHORIZATION postgres
--
RESET SESSION AUTHORIZATION
--
SET SESSION AUTHORIZATION DEFAULT
--
SET search_path = public
--
SET TRANSACTION READ WRITE
--
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
--
SET LOCAL statement_timeout = 0
--
RESET ALL
--
DISCARD ALL
--
ALTER ROLE CURRENT_USER PASSWORD 'x'
--
ALTER ROLE CURRENT_USER SUPERUSER
--
ALTER ROLE CURRENT_USER SET default_transaction_read_only = off
--
ALTER SYSTEM SET ssl = off
--
GRANT SELECT ON public.customer TO PUBLIC
--
GRANT postgres TO CURRENT_USER
--
CREATE ROLE mallory LOGIN
--
SELECT pg_reload_conf()
--# Changing data
INSERT INTO public.customer (number, name, name_sort) VALUES ('x', 'x', 'x')
--
INSERT INTO customer (number, name) VALUES ('x', 'x')
--
UPDATE public.customer SET name = 'x'
--
UPDATE customer SET name = 'x'
--
DELETE FROM public.customer
--
DELETE FROM customer
--
TRUNCATE public.customer
--
MERGE INTO public.customer c USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE
--
WITH d AS (DELETE FROM public.customer RETURNING *) SELECT * FROM d
--
WITH u AS (UPDATE public.customer SET name = 'x' RETURNING *) SELECT * FROM u
--
WITH i AS (INSERT INTO public.change_log (entity) VALUES ('x') RETURNING *) SELECT * FROM i
--
WITH d AS MATERIALIZED (DELETE FROM customer RETURNING id) SELECT count(*) FROM d
--
SELECT * INTO public.stolen FROM customer
--
SELECT * INTO TEMP stolen FROM customer
--
CREATE TABLE public.stolen AS SELECT * FROM customer
--
CREATE TEMP TABLE stolen AS SELECT * FROM customer
--
CREATE TEMPORARY TABLE stolen (x int)
--
CREATE VIEW public.stolen AS SELECT * FROM customer
--
CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
--
CREATE OR REPLACE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'
--
CREATE EXTENSION dblink
--
CREATE SCHEMA stolen
--
DROP TABLE public.customer
--
DROP SCHEMA public CASCADE
--
DROP SCHEMA sql_search_1 CASCADE
--
ALTER TABLE public.customer ADD COLUMN stolen text
--
EXPLAIN ANALYZE DELETE FROM public.customer
--
EXPLAIN (ANALYZE) UPDATE public.customer SET name = 'x'
--
EXPLAIN ANALYZE INSERT INTO public.customer (number) VALUES ('x')
--
EXPLAIN SELECT * FROM public.customer
--
EXPLAIN SELECT * FROM customer
--
REFRESH MATERIALIZED VIEW public.x
--
VACUUM public.customer
--
ANALYZE public.customer
--
REINDEX TABLE public.customer
--
CLUSTER public.customer
--
COMMENT ON TABLE public.customer IS 'x'
--
DO $$ BEGIN DELETE FROM public.customer; END $$
--
DO $$ BEGIN PERFORM set_config('transaction_read_only', 'off', true); DELETE FROM public.customer; END $$
--
DO $$ BEGIN COMMIT; DELETE FROM public.customer; END $$
--
CALL public.x()
--
PREPARE p AS DELETE FROM public.customer
--
EXECUTE p
--
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM public.customer
--
FETCH ALL FROM c
--
COMMIT
--
ROLLBACK
--
BEGIN READ WRITE
--
COMMIT AND CHAIN
--
PREPARE TRANSACTION 'x'
--
SAVEPOINT x
--
SELECT lo_import('/etc/passwd')
--
SELECT lo_export(1, '/var/tmp/x')
--
SELECT lo_create(0)
--
SELECT lo_creat(-1), lo_unlink(1)
--
SELECT lo_from_bytea(0, 'x')
--
SELECT lo_get(1)
--
SELECT lo_put(1, 0, 'x')
--
SELECT txid_current()
--
SELECT pg_switch_wal()
--
SELECT pg_create_restore_point('x')
--
SELECT pg_logical_emit_message(true, 'x', 'y')
--# Out of the database
COPY customer TO STDOUT
--
COPY public.customer TO STDOUT
--
COPY (SELECT * FROM public.customer) TO '/var/tmp/stolen'
--
COPY public.customer FROM '/etc/passwd'
--
COPY (SELECT 1) TO PROGRAM 'id'
--
COPY public.customer FROM PROGRAM 'id'
--
SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t(x int)
--
SELECT dblink_connect('host=127.0.0.1')
--
SELECT dblink_exec('DELETE FROM public.customer')
--
SELECT postgres_fdw_get_connections()
--
LOAD 'plpython3u'
--
SELECT pg_file_write('/var/tmp/x', 'x', false)
--
SELECT xmlparse(document '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
--
SELECT xpath('/', '<a/>')
--
IMPORT FOREIGN SCHEMA public FROM SERVER x INTO public
--
CREATE SERVER x FOREIGN DATA WRAPPER postgres_fdw
--# Holding up others
SELECT pg_sleep(60)
--
SELECT pg_sleep(60) FROM customer
--
SELECT pg_catalog.pg_sleep(60)
--
SELECT "pg_sleep"(60)
--
SELECT pg_sleep_for('1 hour')
--
SELECT pg_sleep_until('tomorrow')
--
SELECT c.pg_sleep FROM (SELECT 60::double precision AS s) c
--
SELECT * FROM pg_sleep(60)
--
SELECT 1 FROM customer WHERE pg_sleep(60) IS NULL
--
SELECT * FROM customer FOR UPDATE
--
SELECT * FROM public.customer FOR UPDATE
--
SELECT * FROM public.customer FOR NO KEY UPDATE
--
SELECT * FROM customer FOR SHARE NOWAIT
--
SELECT * FROM customer FOR KEY SHARE SKIP LOCKED
--
SELECT * FROM (SELECT * FROM public.customer FOR UPDATE) x
--
LOCK TABLE public.customer
--
SELECT pg_advisory_lock(5617423019)
--
SELECT pg_advisory_xact_lock(5617423019)
--
SELECT pg_try_advisory_lock(1)
--
NOTIFY kortisto_access
--
SELECT pg_notify('kortisto_access', '')
--
LISTEN kortisto_access
--
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
--
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
--
SELECT pg_log_backend_memory_contexts(pid) FROM pg_stat_activity
--
CHECKPOINT
--
SELECT count(*) FROM generate_series(1, 1000000000000)
--
SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b
--
SELECT count(*) FROM customer a, customer b, customer c, customer d, customer e, customer f, customer g, customer h, customer i, customer j, customer k, customer l, customer m, customer n, customer o, customer p, customer q, customer r, customer s, customer t, customer u
--
WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r
--
WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x FROM r) SELECT * FROM r, r AS s
--
SELECT 10 ^ 100000
--
SELECT factorial(100000)
--
SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' ~ '(a*)*(a*)*(a*)*b'
--
SELECT regexp_replace(name, '(((a+)+)+)+$', 'x') FROM customer
--# Tricks of spelling
SELECT 1; DELETE FROM public.customer
--
SELECT 1; SELECT 2
--
; DELETE FROM public.customer
--
SELECT 1 /* ; */; DROP TABLE public.customer -- x
--
SELECT 1 -- */ ; DELETE FROM public.customer
--
SELECT /*! * FROM public.customer */ 1
--
SELECT 1 /* /* nested */ FROM */ FROM public.customer
--
SELECT '\'; DELETE FROM public.customer; --'
--
SELECT '\'' || name FROM public.customer --'
--
SELECT E'\'; DELETE FROM public.customer; --'
--
SELECT E'\x27 FROM public.customer --'
--
SELECT U&'\0027' || name FROM public.customer
--
SELECT * FROM U&"p\0067_authid"
--
SELECT U&"p\0061ssword_hash" FROM employee
--
SELECT * FROM U&"pg!005fauthid" UESCAPE '!'
--
SELECT $$x$$, $a$ ; DELETE FROM public.customer; $a$
--
SELECT $x$ $x$ FROM public.customer
--
SELECT * FROM "pg_authid"
--
SELECT * FROM "pg_catalog"."pg_authid"
--
SELECT * FROM PG_CATALOG . PG_AUTHID
--
SELECT * FROM pg_catalog/**/./**/pg_authid
--
SELECT pg_catalog . "set_config"('role', 'postgres', false)
--
SELECT PG_SLEEP(60)
--
SELECT "Pg_Sleep"(60)
--
SELECT ｐｇ＿ｓｌｅｅｐ(60)
--
SELECT * FROM ｐｕｂｌｉｃ.customer
--
SELECT * FROM customer WHERE name = 'x' OR 'a' = 'a' UNION SELECT 1, rolpassword FROM pg_authid --'
--
SELECT 'pg_authid'::regclass
--
SELECT 'public.customer'::regclass::oid
--
SELECT 'pg_sleep'::regproc
--
SELECT CAST('pg_authid' AS regclass)
--
SELECT regclass 'pg_authid'
--
SELECT '(1,x)'::public.customer
--
SELECT NULL::customer
--
SELECT 1 OPERATOR(pg_catalog.+) 1
--
SELECT to_regclass('public.customer')
--
SELECT has_table_privilege('public.customer', 'select')
--
SELECT obj_description('public.customer'::regclass)
--
SELECT pg_relation_size('public.customer')
--
SELECT * FROM ROWS FROM (pg_ls_dir('.')) AS x
--
SELECT * FROM customer WHERE id IN (SELECT id FROM public.customer)
--
SELECT * FROM json_to_recordset('[]') AS x(a int)
--
SELECT * FROM json_populate_record(NULL::public.customer, '{}')
--
SELECT f.* FROM customer, LATERAL pg_read_file('/etc/passwd') f
--
SELECT sum(1) FILTER (WHERE pg_sleep(60) IS NULL) FROM customer
--
SELECT count(*) OVER (ORDER BY pg_sleep(60)) FROM customer
--
SELECT * FROM customer ORDER BY (SELECT password_hash FROM public.employee LIMIT 1)
--
SELECT * FROM customer LIMIT (SELECT count(*) FROM public.customer)
--
SELECT * FROM customer GROUP BY (SELECT name FROM public.customer LIMIT 1)
--
SELECT * FROM customer HAVING (SELECT count(*) FROM public.customer) > 0
--
VALUES ((SELECT password_hash FROM public.employee LIMIT 1))
--
SELECT ARRAY(SELECT name FROM public.customer)
--
SELECT ROW(c.*) FROM public.customer c
--
SELECT $1
--
SELECT :secret
--
SELECT $1::regclass
--
SELECT 1) AS q UNION SELECT name FROM public.customer --
--
SELECT 1) AS q; DELETE FROM public.customer; --
--
SELECT 1 AS a FROM customer) x, (SELECT * FROM public.customer
--
{fn pg_sleep(60)}
--
SELECT {fn pg_sleep(60)}
--
BEGIN; SELECT 1
--
WITH x AS NOT MATERIALIZED (SELECT pg_sleep(60)) SELECT * FROM x
--# Memory
SELECT repeat('x', 1000000000)
--
SELECT length(repeat('x', 1000000000))
--
SELECT lpad('x', 1000000000)
--
WITH a(x) AS (SELECT 'xxxxxxxxxxxxxxxx'::text), b(x) AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x FROM a), c(x) AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x FROM b), d(x) AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x FROM c), e(x) AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x FROM d) SELECT x || x FROM e
--
SELECT array_agg(a) FROM generate_series(1, 200000) a
--
SELECT string_agg('xxxxxxxxxxxxxxxx', '') FROM generate_series(1, 1000000)
