"""The revisions of the tables of leads."""
