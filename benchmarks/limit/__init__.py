"""The limit: the fastest SQL written by hand, behind a bare route. No rights, no limits."""
