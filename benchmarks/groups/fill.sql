-- 5,000 customers in 10 groups, 200 employees of whom one may do everything, 30,000 responsibilities.
INSERT INTO employee (id, email, first_name, last_name, name_sort, is_seller, sales_right)
SELECT n, 'e' || n || '@example.com', 'Anna', 'Employee ' || n, 'employee ' || lpad(n::text, 3, '0'),
    n % 2 = 0, 'SELLER'
FROM generate_series(1, 200) AS n;
INSERT INTO role (id, name, name_sort, permissions) VALUES (1, 'All', 'all', '{*}');
INSERT INTO employee_role (employee_id, role_id) VALUES (1, 1);
INSERT INTO customer (id, number, name, name_sort)
SELECT n, n::text, 'Customer ' || n, 'customer ' || lpad(n::text, 6, '0')
FROM generate_series(1, 5000) AS n;
INSERT INTO customer_group (id, name, name_sort)
SELECT n, 'Group ' || n, 'group ' || n FROM generate_series(1, 10) AS n;
INSERT INTO customer_group_member (customer_id, group_id)
SELECT n, 1 + n % 10 FROM generate_series(1, 5000) AS n;
INSERT INTO keyword (id, list, code, position)
SELECT n, 'CUSTOMER_ROLE', 'ROLE_' || n, n FROM generate_series(1, 5) AS n;
INSERT INTO responsibility (id, customer_id, employee_id, valid_from, valid_to)
SELECT
    n, 1 + n % 5000, 1 + (n / 5000 * 31 + n) % 200, '2020-01-01',
    CASE WHEN n % 4 = 0 THEN date '2999-12-31' END
FROM generate_series(0, 29999) AS n;
INSERT INTO responsibility_role (responsibility_id, role_id, customer_id)
SELECT id, 1 + id % 5, customer_id FROM responsibility WHERE id % 3 = 0;
SELECT setval(pg_get_serial_sequence('responsibility', 'id'), 30000);
