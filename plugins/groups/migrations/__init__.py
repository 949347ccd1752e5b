"""The revisions of the tables of groups and responsibilities."""
