"""The revisions of the tables of downloads."""
