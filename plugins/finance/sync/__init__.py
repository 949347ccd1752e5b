"""The feed of other systems: batches of customers, products, invoices and payments."""
