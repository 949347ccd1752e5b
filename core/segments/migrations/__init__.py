"""The revisions of the table of dimensions."""
