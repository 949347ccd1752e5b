"""Kortisto put together: command line, embedded PostgreSQL, demo data and import."""
