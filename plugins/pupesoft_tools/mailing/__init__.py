"""E-mails that tools write."""
