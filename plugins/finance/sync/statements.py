"""The statements of the feed of invoices, each for a whole batch."""

KNOWN = """
SELECT e.external_id, e.record_id, e.source_updated_at, i.content_hash
FROM external_id e JOIN finance_invoice i ON i.id = e.record_id
WHERE e.entity = 'Invoice' AND e.source = :source
  AND e.external_id = ANY (CAST(:names AS text[]))
ORDER BY e.external_id FOR UPDATE OF e, i
"""

CLAIM = """
INSERT INTO external_id (entity, source, external_id, record_id, customer_id, source_updated_at)
SELECT 'Invoice', :source, name,
  nextval(pg_get_serial_sequence('finance_invoice', 'id')), customer, time
FROM unnest(CAST(:names AS text[]), CAST(:customers AS bigint[]), CAST(:times AS timestamptz[]))
  AS item (name, customer, time)
ON CONFLICT DO NOTHING RETURNING external_id, record_id
"""

TOUCH = """
UPDATE external_id e SET source_updated_at = item.time, customer_id = item.customer
FROM unnest(CAST(:names AS text[]), CAST(:customers AS bigint[]), CAST(:times AS timestamptz[]))
  AS item (name, customer, time)
WHERE e.entity = 'Invoice' AND e.source = :source AND e.external_id = item.name
  AND (e.source_updated_at, e.customer_id) IS DISTINCT FROM (item.time, item.customer)
"""

PREPARE = (
    """
    CREATE TEMP TABLE IF NOT EXISTS finance_invoice_feed ON COMMIT DELETE ROWS AS
    SELECT id, number, customer_id, kind, credited_invoice_id, seller_id, invoiced_on, due_on,
      currency, net, vat, total, cancelled_on, content_hash
    FROM finance_invoice WITH NO DATA
    """,
    """
    CREATE TEMP TABLE IF NOT EXISTS finance_invoice_line_feed ON COMMIT DELETE ROWS AS
    SELECT invoice_id, customer_id, invoiced_on, position, product_id, department_id, group_id,
      offering_area_id, description, quantity, unit_price, discount, net, cost
    FROM finance_invoice_line WITH NO DATA
    """,
)

MERGE = (
    """
    UPDATE finance_invoice i SET
      (number, customer_id, kind, credited_invoice_id, seller_id, invoiced_on, due_on, currency,
       net, vat, total, cancelled_on, content_hash, version, updated_at)
      = (f.number, f.customer_id, f.kind, f.credited_invoice_id, f.seller_id, f.invoiced_on,
         f.due_on, f.currency, f.net, f.vat, f.total, f.cancelled_on, f.content_hash,
         i.version + 1, now())
    FROM finance_invoice_feed f WHERE f.id = i.id
    """,
    """
    INSERT INTO finance_invoice_line AS l
      (invoice_id, customer_id, invoiced_on, position, product_id, department_id, group_id,
       offering_area_id, description, quantity, unit_price, discount, net, cost)
    SELECT invoice_id, customer_id, invoiced_on, position, product_id, department_id, group_id,
       offering_area_id, description, quantity, unit_price, discount, net, cost
    FROM finance_invoice_line_feed
    ON CONFLICT (invoice_id, position) DO UPDATE SET
      (customer_id, invoiced_on, product_id, department_id, group_id, offering_area_id,
       description, quantity, unit_price, discount, net, cost, version, updated_at)
      = (excluded.customer_id, excluded.invoiced_on, excluded.product_id,
         excluded.department_id, excluded.group_id, excluded.offering_area_id,
         excluded.description, excluded.quantity, excluded.unit_price, excluded.discount,
         excluded.net, excluded.cost, l.version + 1, now())
    WHERE (l.customer_id, l.invoiced_on, l.product_id, l.department_id, l.group_id,
       l.offering_area_id, l.description, l.quantity, l.unit_price, l.discount, l.net, l.cost)
      IS DISTINCT FROM (excluded.customer_id, excluded.invoiced_on, excluded.product_id,
       excluded.department_id, excluded.group_id, excluded.offering_area_id,
       excluded.description, excluded.quantity, excluded.unit_price, excluded.discount,
       excluded.net, excluded.cost)
    """,
    """
    DELETE FROM finance_invoice_line l USING finance_invoice_feed f
    WHERE l.invoice_id = f.id AND NOT EXISTS (
      SELECT FROM finance_invoice_line_feed n
      WHERE n.invoice_id = l.invoice_id AND n.position = l.position)
    """,
    """
    UPDATE finance_payment p SET customer_id = f.customer_id FROM finance_invoice_feed f
    WHERE p.invoice_id = f.id AND p.customer_id <> f.customer_id
    """,
    """
    UPDATE finance_write_off w SET customer_id = f.customer_id FROM finance_invoice_feed f
    WHERE w.invoice_id = f.id AND w.customer_id <> f.customer_id
    """,
)
