"""Migrations: each plugin's Alembic revisions, with a version table of its own."""

from core.migrating.history import History, MigrationError, histories
from core.migrating.run import Pending, all_revisions, migrate, pending

__all__ = [
    "History",
    "MigrationError",
    "Pending",
    "all_revisions",
    "histories",
    "migrate",
    "pending",
]
