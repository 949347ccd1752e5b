-- Begin a responsibility today, or end one yesterday.
INSERT INTO responsibility AS r (customer_id, employee_id, valid_from)
VALUES ($1, $2, current_date)
ON CONFLICT (customer_id, employee_id) DO UPDATE SET
    valid_to = CASE WHEN r.valid_to IS NULL THEN current_date - 1 END,
    valid_from = CASE WHEN r.valid_to IS NULL THEN least(r.valid_from, current_date - 1)
        ELSE r.valid_from END,
    version = r.version + 1,
    updated_at = now()
RETURNING json_build_object('data', json_build_object('toggleResponsibility',
    json_build_object('state', r.valid_to IS NULL, 'userErrors', '[]'::json)))::text
