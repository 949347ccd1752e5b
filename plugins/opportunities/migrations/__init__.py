"""The revisions of the tables of opportunities."""
