"""The revisions of the tables of all tools."""
