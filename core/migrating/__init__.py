"""Migrations: each plugin's Alembic revisions, with a version table of its own."""

from core.migrating.errors import MigrationError
from core.migrating.history import History, histories
from core.migrating.run import all_revisions, migrate, pending
from core.migrating.step import Pending

__all__ = [
    "History",
    "MigrationError",
    "Pending",
    "all_revisions",
    "histories",
    "migrate",
    "pending",
]
