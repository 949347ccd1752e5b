"""The revisions of what PostgreSQL computes of money."""
