SELECT json_build_object('data', json_build_object('customer', (
    SELECT row_to_json(customer) FROM (SELECT name FROM customer WHERE id = $1) AS customer
)))::text
