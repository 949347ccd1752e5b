"""A PostgreSQL server of one's own, for a deployment that has none."""

from kortisto.embedded.errors import (
    BinariesNotFoundError,
    DataFolderError,
    EmbeddedPostgresError,
    ServerFailedError,
)
from kortisto.embedded.server import EmbeddedPostgres
from kortisto.embedded.source import database_url

__all__ = [
    "BinariesNotFoundError",
    "DataFolderError",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "ServerFailedError",
    "database_url",
]
