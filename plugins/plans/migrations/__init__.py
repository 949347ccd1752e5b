"""The revisions of the tables of plans."""
